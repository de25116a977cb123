Attribute VB_Name = "LacxlHost"
Option Explicit
' The tests' stand-in for vba_shim/src/LacxlHost.bas, for LibreOffice: the same public names and
' arguments. It simulates Excel (active workbook, message boxes, OnTime, status bar) and Windows
' (error 70, the age of a file); files and processes are real.

Private mBook As String
Private mSaid As String
Private mAsked As String
Private mAnswer As Boolean
Private mTyped As String
Private mFinding As String
Private mBlocked As Boolean
Private mAlive As Boolean
Private mWakes As Boolean
Private mPresses As String
Private mLater As String
Private mStatus As String
Private mCommand As String
Private mCount As Long
Private mReads As Long
Private mRefreshes As Long

Public Sub TestSetUp(ByVal bookName As String, ByVal answersYes As Boolean, ByVal isBlocked As Boolean, ByVal isAlive As Boolean)
    mBook = bookName
    mAnswer = answersYes
    mBlocked = isBlocked
    mAlive = isAlive
    mWakes = False
    mPresses = ""
    mSaid = ""
    mAsked = ""
    mTyped = ""
    mFinding = ""
    mCommand = ""
    mLater = ""
    mReads = 0
    mRefreshes = 0
End Sub

Public Sub TestAlive(ByVal isAlive As Boolean)
    mAlive = isAlive
End Sub

' What is typed each time a text is asked for, and the finding that is selected in a list.
Public Sub TestTypes(ByVal text As String, ByVal finding As String)
    mTyped = text
    mFinding = finding
End Sub

' The helper is started between the button's look for it and the start that is blocked.
Public Sub TestWakesHelper()
    mWakes = True
End Sub

' Somebody presses another button while the first one's process is at work.
Public Sub TestPresses(ByVal verb As String)
    mPresses = verb
End Sub

Public Function TestSaid() As String
    TestSaid = mSaid
End Function

Public Function TestAsked() As String
    TestAsked = mAsked
End Function

Public Function TestCommand() As String
    TestCommand = mCommand
End Function

Public Function TestStatus() As String
    TestStatus = mStatus
End Function

Public Function TestReads() As Long
    TestReads = mReads
End Function

Public Function TestRefreshes() As Long
    TestRefreshes = mRefreshes
End Function

' The macro that Excel was asked to call in a second; asking forgets it.
Public Function TestLater() As String
    TestLater = mLater
    mLater = ""
End Function

Public Sub HostWatch()
End Sub

Public Function HostBookName() As String
    HostBookName = mBook
End Function

Public Function HostFinding() As String
    HostFinding = mFinding
End Function

Public Function HostWindow() As String
    HostWindow = "4242"
End Function

Public Function HostSettingsFile() As String
    HostSettingsFile = HostJoin(Environ("LACXL_TEST_FOLDER"), "addin.cfg")
End Function

Public Function HostResultFile() As String
    mCount = mCount + 1
    HostResultFile = HostJoin(Environ("LACXL_TEST_FOLDER"), "lacxl-" & CStr(mCount) & ".txt")
End Function

Public Function HostJoin(ByVal folder As String, ByVal item As String) As String
    HostJoin = folder & "/" & item
End Function

Public Function HostUnfit() As String
End Function

Public Function HostRun(ByVal cmd As String) As Long
    Dim f As Integer, told As String, done As Boolean
    mCommand = cmd
    If Len(mPresses) > 0 Then done = RunVerb(mPresses, "")
    If mWakes Then mAlive = True
    If mBlocked Then Err.Raise 70
    told = HostJoin(Environ("LACXL_TEST_FOLDER"), "command.txt")
    f = FreeFile
    Open told For Output As #f
    Print #f, cmd
    Close #f
    Shell Environ("LACXL_TEST_PYTHON"), 0, """" & Environ("LACXL_TEST_STARTER") & """ """ & told & """", True
    HostRun = CLng(HostReadFile(told & ".code"))
End Function

Public Function HostHelperAlive(ByVal folder As String) As Boolean
    HostHelperAlive = mAlive And Len(folder) > 0
End Function

Public Function HostPost(ByVal folder As String, ByVal text As String) As String
    Dim f As Integer, whole As String
    mCount = mCount + 1
    whole = HostJoin(HostJoin(folder, "inbox"), "request " & CStr(mCount))
    f = FreeFile
    Open whole & ".part" For Output As #f
    Print #f, text
    Close #f
    Name whole & ".part" As whole & ".request"
    HostPost = whole & ".request"
End Function

Public Sub HostLater(ByVal macro As String)
    mLater = macro
End Sub

Public Function HostFileStamp(ByVal path As String) As String
    If Len(Dir(path)) > 0 Then HostFileStamp = CStr(FileDateTime(path)) & "/" & CStr(FileLen(path))
End Function

Public Function HostReadFile(ByVal path As String) As String
    Dim f As Integer, s As String, whole As String
    If Len(path) = 0 Then Exit Function
    If Len(Dir(path)) = 0 Then Exit Function
    mReads = mReads + 1
    f = FreeFile
    Open path For Input As #f
    Do While Not EOF(f)
        Line Input #f, s
        whole = whole & s & vbLf
    Loop
    Close #f
    ' a last line that has not been ended yet
    If Len(whole) > FileLen(path) Then whole = Left(whole, Len(whole) - 1)
    HostReadFile = whole
End Function

Public Sub HostRemoveFile(ByVal path As String)
    On Error Resume Next
    Kill path
End Sub

Public Sub HostSay(ByVal text As String, ByVal title As String, ByVal isProblem As Boolean)
    mSaid = mSaid & IIf(isProblem, "PROBLEM", "INFORMATION") & "|" & title & "|" & text & vbLf
End Sub

Public Function HostAsk(ByVal text As String, ByVal title As String) As Boolean
    mAsked = mAsked & title & "|" & text & vbLf
    HostAsk = mAnswer
End Function

Public Function HostInput(ByVal text As String, ByVal title As String) As String
    mAsked = mAsked & title & "|" & text & vbLf
    HostInput = mTyped
End Function

Public Sub HostStatus(ByVal text As String)
    mStatus = text
End Sub

Public Sub HostRefresh()
    mRefreshes = mRefreshes + 1
End Sub
