Attribute VB_Name = "LacxlRun"
Option Explicit
' One click: run "lacxl ribbon VERB" and show its answer. Every failure ends in one message that
' says what to do; the details are in the log that Python wrote.

Private Const BLOCKED As Long = 70
Private Const NOT_FOUND As Long = -2147024894
Private Const LONGEST_WAIT As Long = 600

' The verb whose process is being waited for: Excel takes clicks meanwhile.
Private mRunning As String
' What the helper was asked for and has not answered yet.
Private mWaitingFor As String
Private mResultFile As String
Private mRequestFile As String
Private mPolls As Long

' True where lacxl did it, or where the helper was asked to.
Public Function RunVerb(ByVal verb As String, ByVal arg As String) As Boolean
    Dim resultFile As String, reason As String, number As Long, why As String
    On Error GoTo Failed
    If Not MayStart(verb) Then Exit Function
    If Not IsTold(verb, arg, reason) Then Exit Function
    resultFile = HostResultFile()
    If HostHelperAlive(Setting("local")) Then
        AskHelper verb, arg, reason, resultFile
        RunVerb = True
        Exit Function
    End If
    RunVerb = RunAndShow(verb, arg, reason, resultFile)
    Exit Function
Failed:
    number = Err.Number
    why = Err.Description
    mRunning = ""
    HostStatus ""
    RunVerb = AfterFailure(verb, arg, reason, resultFile, number, why)
End Function

' Excel calls it each second while the helper is at work; Excel itself stays usable.
Public Sub PollHelper()
    Dim text As String, shown As Boolean
    On Error GoTo Failed
    If Len(mWaitingFor) = 0 Then Exit Sub
    text = HostReadFile(mResultFile)
    If Len(FieldOf(text, "status")) > 0 And Right$(text, 1) = vbLf Then
        HostRemoveFile mResultFile
        mWaitingFor = ""
        HostStatus ""
        shown = ShowResult(text, 0)
        AfterRun
        Exit Sub
    End If
    mPolls = mPolls + 1
    If mPolls >= LONGEST_WAIT Then
        DropRequest
        HostSay "The lacxl helper has not answered for ten minutes." & vbLf & vbLf & _
            "Look at its window: it says what it is doing. If it has stopped, run ""lacxl helper"" " & _
            "again (or ""Start helper"" in lacxl's folder) and press the button again.", "lacxl", True
        Exit Sub
    End If
    HostStatus "lacxl: the helper is at work on """ & mWaitingFor & """ (" & CStr(mPolls) & " s)"
    HostLater "LacxlRun.PollHelper"
    Exit Sub
Failed:
    HostStatus ""
    mWaitingFor = ""
    HostSay "The answer of the lacxl helper could not be read: " & Err.Description & vbLf & vbLf & _
        "Press Help > Open log to see what was done.", "lacxl", True
End Sub

' Shows the answer; True where lacxl did what was asked.
Public Function ShowResult(ByVal text As String, ByVal code As Long) As Boolean
    Dim kind As String, message As String, title As String
    kind = FieldOf(text, "status")
    message = FieldOf(text, "message")
    title = FieldOf(text, "title")
    If Len(title) = 0 Then title = "lacxl"
    If Len(kind) = 0 Then
        HostSay "lacxl stopped before it could answer (code " & CStr(code) & ")." & vbLf & vbLf & _
            "Press Help > Open log to see what was done, then press the button again. If it stays, " & _
            "press Help > Test set-up and send what it shows to whoever looks after lacxl.", "lacxl", True
        Exit Function
    End If
    ShowResult = (kind = "ok" Or kind = "findings")
    If Len(message) > 0 Then HostSay Shortened(message), title, Not ShowResult
End Function

Private Function MayStart(ByVal verb As String) As Boolean
    If Len(HostUnfit()) > 0 Then
        HostSay HostUnfit(), "lacxl", True
        Exit Function
    End If
    If Len(HostBookName()) = 0 And Not StateAllows(verb) Then
        HostSay StateWhy(verb), "lacxl", True
        Exit Function
    End If
    If Len(Setting("command")) = 0 Then
        HostSay "This PC has no lacxl settings, so the button does not know what to run." & vbLf & vbLf & _
            "Run ""lacxl addin install"" once, or ask whoever set up lacxl to.", "lacxl", True
        Exit Function
    End If
    If Len(mRunning) > 0 Then
        HostSay "lacxl is still at work on """ & mRunning & """. Its message will come by itself.", "lacxl", True
        Exit Function
    End If
    If Len(mWaitingFor) > 0 Then
        If HostHelperAlive(Setting("local")) Then
            HostSay "lacxl is still at work on """ & mWaitingFor & """. Its message will come by itself.", "lacxl", True
            Exit Function
        End If
        DropRequest
    End If
    MayStart = True
    If verb = "issue" Then MayStart = HostAsk(StateText("confirm_issue", _
        "Issue the month and lock its figures? Afterwards they can only be restated."), "Issue and lock")
    If verb = "restate" Then MayStart = HostAsk(StateText("confirm_restate", "Correct the issued month?"), "Restate month")
End Function

' What only the person can say: which finding, where none is selected in a list, and the reason.
' False where they cancel.
Private Function IsTold(ByVal verb As String, ByRef arg As String, ByRef reason As String) As Boolean
    Dim about As String
    IsTold = True
    If verb <> "accept" And verb <> "restate" Then Exit Function
    If verb = "accept" Then
        arg = HostFinding()
        If Len(arg) = 0 Then arg = HostInput(StateText("ask_finding", "Which finding?"), "Accept finding")
        about = Left$(arg, 400) & vbLf & vbLf
    End If
    If verb = "restate" Or Len(arg) > 0 Then reason = HostInput(about & StateText("ask_reason", "Why?"), "The reason")
    IsTold = Len(reason) > 0
End Function

Private Function RunAndShow(ByVal verb As String, ByVal arg As String, ByVal reason As String, _
        ByVal resultFile As String) As Boolean
    Dim code As Long, text As String
    HostStatus "lacxl: working..."
    mRunning = verb
    code = HostRun(CommandLine(Setting("command"), verb, HostWindow(), HostBookName(), resultFile, arg, reason))
    mRunning = ""
    HostStatus ""
    text = HostReadFile(resultFile)
    HostRemoveFile resultFile
    RunAndShow = ShowResult(text, code)
    AfterRun
End Function

Private Sub AskHelper(ByVal verb As String, ByVal arg As String, ByVal reason As String, ByVal resultFile As String)
    mRequestFile = HostPost(Setting("local"), RequestText(verb, HostWindow(), HostBookName(), resultFile, arg, reason))
    mResultFile = resultFile
    mWaitingFor = verb
    mPolls = 0
    HostStatus "lacxl: the helper was asked for """ & verb & """"
    HostLater "LacxlRun.PollHelper"
End Sub

Private Sub DropRequest()
    HostRemoveFile mRequestFile
    mWaitingFor = ""
    HostStatus ""
End Sub

Private Sub AfterRun()
    ForgetState
    HostRefresh
End Sub

Private Function AfterFailure(ByVal verb As String, ByVal arg As String, ByVal reason As String, ByVal resultFile As String, _
        ByVal number As Long, ByVal why As String) As Boolean
    On Error GoTo Failed
    If number = BLOCKED And Len(resultFile) > 0 Then
        If HostHelperAlive(Setting("local")) Then
            AskHelper verb, arg, reason, resultFile
            AfterFailure = True
            Exit Function
        End If
    End If
    HostSay FailureText(number, why, Setting("command")), "lacxl", True
    Exit Function
Failed:
    HostSay FailureText(Err.Number, Err.Description, ""), "lacxl", True
End Function

' Pure text: what a person can do about an error of the button itself.
Public Function FailureText(ByVal number As Long, ByVal why As String, ByVal launcher As String) As String
    If number = BLOCKED Then
        FailureText = "This PC does not let Excel start other programs, so the button could not run (error 70)." & _
            vbLf & vbLf & "Run ""lacxl helper"" (or ""Start helper"" in lacxl's folder), then press the button again." & vbLf & vbLf & _
            "IT may know this as Microsoft Defender's rule ""Block all Office applications from creating child " & _
            "processes""; lacxl's page for IT says what to allow."
    ElseIf number = NOT_FOUND Or number = 53 Then
        FailureText = "The program that runs lacxl is no longer where it was:" & vbLf & launcher & vbLf & vbLf & _
            "Run ""lacxl addin install"" again from the Python or the folder that has lacxl now."
    Else
        FailureText = "lacxl could not start: " & why & " (error " & CStr(number) & ")" & vbLf & vbLf & _
            "Press Help > Test set-up. If that does not run either, send this message to whoever looks after lacxl."
    End If
End Function
