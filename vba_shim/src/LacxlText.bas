Attribute VB_Name = "LacxlText"
Option Explicit
' Pure text: fields and their escapes, file names, the command line, XML. Touches nothing.

' The value of a line "key=value", its escapes undone; empty where there is no such line.
Public Function FieldOf(ByVal text As String, ByVal key As String) As String
    Dim lines() As String, i As Long
    If Len(text) = 0 Then Exit Function
    lines = Split(Replace(text, vbCr, ""), vbLf)
    For i = LBound(lines) To UBound(lines)
        If Left$(lines(i), Len(key) + 1) = key & "=" Then
            FieldOf = Unescaped(Mid$(lines(i), Len(key) + 2))
            Exit Function
        End If
    Next i
End Function

' A line "key=value" that is plain ASCII whatever the value holds.
Public Function FieldLine(ByVal key As String, ByVal content As String) As String
    FieldLine = key & "=" & Escaped(content)
End Function

Public Function Escaped(ByVal s As String) As String
    Dim out As String, i As Long, c As String, code As Long
    For i = 1 To Len(s)
        c = Mid$(s, i, 1)
        code = CodeUnit(c)
        If c = "\" Then
            out = out & "\\"
        ElseIf code = 10 Then
            out = out & "\n"
        ElseIf code < 32 Or code > 126 Then
            out = out & "\u" & FourDigits(code)
        Else
            out = out & c
        End If
    Next i
    Escaped = out
End Function

Public Function Unescaped(ByVal s As String) As String
    Dim out As String, i As Long, c As String, mark As String
    i = 1
    Do While i <= Len(s)
        c = Mid$(s, i, 1)
        mark = Mid$(s, i + 1, 1)
        If c <> "\" Or mark = "" Then
            out = out & c
            i = i + 1
        ElseIf mark = "n" Then
            out = out & vbLf
            i = i + 2
        ElseIf mark = "u" And IsFourDigits(Mid$(s, i + 2, 4)) Then
            out = out & ChrW(CLng("&H" & Mid$(s, i + 2, 4)))
            i = i + 6
        Else
            out = out & mark
            i = i + 2
        End If
    Loop
    Unescaped = out
End Function

' A workbook's name as part of a file's name. What is not a letter, a digit, a dot, a hyphen or a
' blank becomes _XXXX, also _ itself, so that no two names give the same.
Public Function SafeName(ByVal bookName As String) As String
    Dim out As String, i As Long, c As String
    For i = 1 To Len(bookName)
        c = Mid$(bookName, i, 1)
        If IsPlain(CodeUnit(c)) Then
            out = out & c
        Else
            out = out & "_" & FourDigits(CodeUnit(c))
        End If
    Next i
    SafeName = out
End Function

Public Function CommandLine(ByVal launcher As String, ByVal verb As String, ByVal window As String, _
        ByVal bookName As String, ByVal resultFile As String, ByVal arg As String, ByVal reason As String) As String
    CommandLine = launcher & " ribbon " & verb & " --hwnd " & Quoted(window) & _
        " --book " & Quoted(bookName) & " --result " & Quoted(resultFile)
    If Len(arg) > 0 Then CommandLine = CommandLine & " --arg " & Typed(arg)
    If Len(reason) > 0 Then CommandLine = CommandLine & " --reason " & Typed(reason)
End Function

' What a person may have typed: escaped, so that no quotation mark, \ or %NAME% is left in it.
Private Function Typed(ByVal s As String) As String
    Dim out As String
    out = Replace(Escaped(s), "\\", "\u005C")
    out = Replace(out, """", "\u0022")
    Typed = Quoted(Replace(out, "%", "\u0025"))
End Function

' Windows allows no quotation mark in a file's name; nothing else may end the argument early.
Public Function Quoted(ByVal s As String) As String
    Quoted = """" & Replace(s, """", "") & """"
End Function

Public Function RequestText(ByVal verb As String, ByVal window As String, _
        ByVal bookName As String, ByVal resultFile As String, ByVal arg As String, ByVal reason As String) As String
    RequestText = FieldLine("verb", verb) & vbCrLf & FieldLine("hwnd", window) & vbCrLf & _
        FieldLine("book", bookName) & vbCrLf & FieldLine("result", resultFile) & vbCrLf & FieldLine("arg", arg)
    If Len(reason) > 0 Then RequestText = RequestText & vbCrLf & FieldLine("reason", reason)
End Function

Public Function XmlEscape(ByVal s As String) As String
    Dim out As String
    out = Replace(s, "&", "&amp;")
    out = Replace(out, "<", "&lt;")
    out = Replace(out, ">", "&gt;")
    XmlEscape = Replace(out, """", "&quot;")
End Function

' A message box shows about a thousand characters and drops the rest without a word.
Public Function Shortened(ByVal s As String) As String
    Shortened = s
    If Len(s) > 1000 Then Shortened = Left$(s, 950) & " ..." & vbLf & vbLf & "The log has the rest: Help > Open log."
End Function

' AscW is negative above 32767 in Excel.
Private Function CodeUnit(ByVal c As String) As Long
    CodeUnit = AscW(c) And 65535
End Function

Private Function FourDigits(ByVal code As Long) As String
    FourDigits = Right$("000" & Hex$(code), 4)
End Function

Private Function IsFourDigits(ByVal s As String) As Boolean
    Dim i As Long
    If Len(s) <> 4 Then Exit Function
    For i = 1 To 4
        If InStr(1, "0123456789ABCDEF", UCase$(Mid$(s, i, 1))) = 0 Then Exit Function
    Next i
    IsFourDigits = True
End Function

Private Function IsPlain(ByVal code As Long) As Boolean
    Select Case code
        Case 32, 45, 46, 48 To 57, 65 To 90, 97 To 122
            IsPlain = True
    End Select
End Function
