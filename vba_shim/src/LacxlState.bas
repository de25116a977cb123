Attribute VB_Name = "LacxlState"
Option Explicit
' What a button may do now, as Python left it in a file for the active workbook. Decides nothing.

' Before Python has written anything for a workbook: Python says why not when one is pressed.
Private Const FIRST_ALLOWED As String = "months,next,fill,preview,check,problems,explain,map,log,doctor,help"
Private Const WITHOUT_BOOK As String = "log,doctor,help"

Private mSettings As String
Private mSettingsStamp As String
Private mState As String
Private mStatePath As String
Private mStateStamp As String

' A key of %APPDATA%\lacxl\addin.cfg; empty where lacxl was not set up.
Public Function Setting(ByVal key As String) As String
    Dim stamp As String
    stamp = HostFileStamp(HostSettingsFile())
    If stamp <> mSettingsStamp Then
        mSettings = HostReadFile(HostSettingsFile())
        mSettingsStamp = stamp
    End If
    Setting = FieldOf(mSettings, key)
End Function

' A key of the active workbook's state file. The file is read again only when it has changed:
' the ribbon asks for each of its controls.
Public Function StateText(ByVal key As String, ByVal whenMissing As String) As String
    Dim found As String
    found = FieldOf(StateOfBook(), key)
    If Len(found) = 0 Then found = whenMissing
    StateText = found
End Function

' Whether lacxl has seen the active workbook on this PC.
Public Function StateKnown() As Boolean
    StateKnown = Len(StateOfBook()) > 0
End Function

Public Function StateAllows(ByVal verb As String) As Boolean
    Dim allowed As String
    If Len(HostBookName()) = 0 Then
        allowed = WITHOUT_BOOK
    ElseIf Len(StateOfBook()) = 0 Then
        allowed = FIRST_ALLOWED
    Else
        allowed = FieldOf(StateOfBook(), "allowed")
    End If
    StateAllows = InStr(1, "," & Replace(allowed, " ", "") & ",", "," & verb & ",", vbTextCompare) > 0
End Function

' Why a verb is not allowed now.
Public Function StateWhy(ByVal verb As String) As String
    If Len(HostBookName()) = 0 Then
        StateWhy = "Open the corporate parenting workbook first. If a yellow bar says Protected View, press Enable Editing there."
    ElseIf Len(StateOfBook()) = 0 Then
        StateWhy = "lacxl has not looked at this workbook from here yet. Press Fill month or Choose month first."
    Else
        StateWhy = StateText("why_" & verb, "Not now. Press Fill month or Choose month to see where the month stands.")
    End If
End Function

' Two changes within the same second can bear the same time: called after each run.
Public Sub ForgetState()
    mStatePath = ""
    mStateStamp = ""
    mSettingsStamp = ""
End Sub

Private Function StateOfBook() As String
    Dim path As String, stamp As String
    If Len(HostBookName()) = 0 Or Len(Setting("home")) = 0 Then Exit Function
    path = HostJoin(HostJoin(Setting("home"), "state"), SafeName(HostBookName()) & ".state")
    stamp = HostFileStamp(path)
    If path <> mStatePath Or stamp <> mStateStamp Then
        mState = HostReadFile(path)
        mStatePath = path
        mStateStamp = stamp
    End If
    StateOfBook = mState
End Function
