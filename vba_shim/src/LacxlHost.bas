Attribute VB_Name = "LacxlHost"
Option Explicit
' The only module that touches Excel, Windows or a file. The tests swap it for a stand-in.

Private Const FRESH As Long = 20

Private mEvents As LacxlEvents

Public Sub HostWatch()
    Set mEvents = New LacxlEvents
    mEvents.Watch Application
End Sub

' The name, not the path: a workbook on OneDrive or SharePoint has a web address for a path. In a
' list of findings that lacxl shows, the buttons are those of the report that its second line names.
Public Function HostBookName() As String
    On Error Resume Next
    If Application.ActiveWorkbook Is Nothing Then Exit Function
    HostBookName = Application.ActiveWorkbook.Name
    If IsList() Then HostBookName = CStr(Application.ActiveSheet.Range("A2").Value)
End Function

' The finding on the selected line of such a list: its code, its place and what it says.
Public Function HostFinding() As String
    Dim picked As Object, place As String
    On Error Resume Next
    If Not IsList() Then Exit Function
    If Application.ActiveCell.Row <= 3 Then Exit Function
    Set picked = Application.ActiveCell.EntireRow
    place = CStr(picked.Cells(1, 1).Value)
    If Len(place) > 0 Then place = place & ": "
    If Len(picked.Cells(1, 5).Value) > 0 Then HostFinding = picked.Cells(1, 5).Value & " " & place & picked.Cells(1, 3).Value
End Function

Private Function IsList() As Boolean
    On Error Resume Next
    If Len(Application.ActiveWorkbook.Path) > 0 Then Exit Function
    IsList = (Application.ActiveSheet.Range("E3").Value = "Code" And Application.ActiveSheet.Range("F3").Value = "Go to")
End Function

Public Function HostWindow() As String
    HostWindow = CStr(Application.Hwnd)
End Function

Public Function HostSettingsFile() As String
    HostSettingsFile = HostJoin(HostJoin(Environ$("APPDATA"), "lacxl"), "addin.cfg")
End Function

Public Function HostResultFile() As String
    HostResultFile = HostJoin(Environ$("TEMP"), "lacxl-" & FreshName() & ".txt")
End Function

Public Function HostJoin(ByVal folder As String, ByVal item As String) As String
    HostJoin = folder & "\" & item
End Function

' Why the buttons cannot work in this Excel; empty where they can.
Public Function HostUnfit() As String
    If InStr(1, Application.OperatingSystem, "Macintosh", vbTextCompare) > 0 Then
        HostUnfit = "Excel for Mac does not let an add-in start programs, so the buttons do not work here." & vbLf & vbLf & _
            "Close the workbook and use lacxl from the Terminal (lacxl refresh, lacxl issue), or use xlwings' RunPython."
    End If
End Function

' Waits for its end and returns its exit code. Shell.Run goes through no command interpreter, and
' Excel answers the program's calls meanwhile.
Public Function HostRun(ByVal cmd As String) As Long
    Dim starter As Object, events As Boolean, alerts As Boolean, mode As Long
    events = Application.EnableEvents
    alerts = Application.DisplayAlerts
    mode = CalculationMode()
    Set starter = CreateObject("WScript.Shell")
    HostRun = starter.Run(cmd, 0, True)
    GiveBack events, alerts, mode
End Function

' Python gives these back by itself. A process that was ended from outside could not, and Excel
' would go on without macros and without calculating, in every workbook.
Private Sub GiveBack(ByVal events As Boolean, ByVal alerts As Boolean, ByVal mode As Long)
    On Error Resume Next
    If Application.EnableEvents <> events Then Application.EnableEvents = events
    If Application.DisplayAlerts <> alerts Then Application.DisplayAlerts = alerts
    If mode <> 0 And CalculationMode() <> mode Then Application.Calculation = mode
End Sub

' 0 where Excel does not say: without a workbook there is none.
Private Function CalculationMode() As Long
    On Error Resume Next
    CalculationMode = Application.Calculation
End Function

' The helper touches helper.alive every few seconds while it runs.
Public Function HostHelperAlive(ByVal folder As String) As Boolean
    Dim beat As String
    On Error GoTo NotRunning
    If Len(folder) = 0 Then Exit Function
    beat = HostJoin(folder, "helper.alive")
    If Len(Dir$(beat)) > 0 Then HostHelperAlive = (Abs(DateDiff("s", FileDateTime(beat), Now)) < FRESH)
NotRunning:
End Function

' Returns the request's file. Written under another name first: the helper never sees half of one.
Public Function HostPost(ByVal folder As String, ByVal text As String) As String
    Dim f As Integer, whole As String
    whole = HostJoin(HostJoin(folder, "inbox"), FreshName())
    f = FreeFile
    Open whole & ".part" For Output As #f
    Print #f, text
    Close #f
    Name whole & ".part" As whole & ".request"
    HostPost = whole & ".request"
End Function

' A macro that Excel calls in a second, as soon as it is ready for one.
Public Sub HostLater(ByVal macro As String)
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & Application.ThisWorkbook.Name & "'!" & macro
End Sub

' Time and length of a file, to see that it has changed; empty where there is none.
Public Function HostFileStamp(ByVal path As String) As String
    On Error GoTo Missing
    If Len(Dir$(path)) > 0 Then HostFileStamp = CStr(FileDateTime(path)) & "/" & CStr(FileLen(path))
Missing:
End Function

' The text of a file, empty where there is none or it is still being written.
Public Function HostReadFile(ByVal path As String) As String
    Dim f As Integer, size As Long
    On Error GoTo Missing
    If Len(path) = 0 Then Exit Function
    If Len(Dir$(path)) = 0 Then Exit Function
    f = FreeFile
    Open path For Input As #f
    size = LOF(f)
    If size > 0 Then HostReadFile = Input$(size, #f)
    Close #f
    Exit Function
Missing:
    On Error Resume Next
    Close #f
End Function

Public Sub HostRemoveFile(ByVal path As String)
    On Error Resume Next
    Kill path
End Sub

Public Sub HostSay(ByVal text As String, ByVal title As String, ByVal isProblem As Boolean)
    If isProblem Then
        MsgBox text, vbExclamation, title
    Else
        MsgBox text, vbInformation, title
    End If
End Sub

Public Function HostAsk(ByVal text As String, ByVal title As String) As Boolean
    HostAsk = (MsgBox(text, vbYesNo + vbQuestion + vbDefaultButton2, title) = vbYes)
End Function

' One line that the person types; empty where they cancel.
Public Function HostInput(ByVal text As String, ByVal title As String) As String
    HostInput = Trim$(InputBox(text, title))
End Function

' An empty text gives the status bar back to Excel.
Public Sub HostStatus(ByVal text As String)
    On Error Resume Next
    If Len(text) = 0 Then
        Application.StatusBar = False
    Else
        Application.StatusBar = text
    End If
End Sub

Public Sub HostRefresh()
    RefreshRibbon
End Sub

Private Function FreshName() As String
    Randomize
    FreshName = Format$(Now, "yyyymmdd-hhmmss") & "-" & CStr(CLng(Rnd() * 1000000))
End Function
