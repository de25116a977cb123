Attribute VB_Name = "LacxlRibbon"
Option Explicit
' The ribbon's callbacks, named in customUI14.xml. Python decides what a button may do (LacxlState).
' Controls are Objects, so that no reference to an Office library is needed.

Private mRibbon As Object

' Events are hooked here, so that no macro has to run when the add-in opens.
Public Sub OnRibbonLoad(ByVal ribbon As Object)
    Set mRibbon = ribbon
    HostWatch
End Sub

Public Sub RefreshRibbon()
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
End Sub

' What is issued or restated is the month that the question names.
Public Sub OnAction(ByVal control As Object)
    Dim done As Boolean, verb As String, month As String
    verb = VerbOf(control.ID)
    If verb = "issue" Or verb = "restate" Then month = StateText("month", "")
    done = RunVerb(verb, month)
End Sub

Public Sub OnMonthChosen(ByVal control As Object)
    Dim done As Boolean
    done = RunVerb("months", control.Tag)
End Sub

Public Sub GetEnabled(ByVal control As Object, ByRef returnedVal As Variant)
    returnedVal = StateAllows(VerbOf(control.ID))
End Sub

' A cell's menu is everybody's: lacxl is on it only in a workbook that it knows.
Public Sub GetVisible(ByVal control As Object, ByRef returnedVal As Variant)
    returnedVal = StateKnown() And StateAllows(VerbOf(control.ID))
End Sub

Public Sub GetSupertip(ByVal control As Object, ByRef returnedVal As Variant)
    returnedVal = SupertipFor(VerbOf(control.ID), control.Tag)
End Sub

Public Sub GetMonthLabel(ByVal control As Object, ByRef returnedVal As Variant)
    returnedVal = StateText("month_label", "Choose month")
End Sub

Public Sub GetProblemsLabel(ByVal control As Object, ByRef returnedVal As Variant)
    returnedVal = StateText("problems_label", "Problems")
End Sub

Public Sub GetMonthMenu(ByVal control As Object, ByRef returnedVal As Variant)
    returnedVal = MonthMenuXml(StateText("months", ""), StateText("month", ""))
End Sub

' "lacxl_explain" and "lacxl_explain_table" are both "explain".
Public Function VerbOf(ByVal controlId As String) As String
    Dim parts() As String
    parts = Split(controlId, "_")
    If UBound(parts) >= 1 Then VerbOf = parts(1)
End Function

' What the button does (its tag in the XML), or why it does not do so now.
Public Function SupertipFor(ByVal verb As String, ByVal usual As String) As String
    If StateAllows(verb) Then
        SupertipFor = usual
    Else
        SupertipFor = StateWhy(verb)
    End If
End Function

' months is "2015-04|April 2015 (issued);2015-05|May 2015 (open)"; the chosen one bears a tick.
Public Function MonthMenuXml(ByVal months As String, ByVal chosen As String) As String
    Dim items() As String, bits() As String, i As Long, x As String
    x = "<menu xmlns=""http://schemas.microsoft.com/office/2009/07/customui"" itemSize=""normal"">"
    If Len(months) > 0 Then
        items = Split(months, ";")
        For i = LBound(items) To UBound(items)
            bits = Split(items(i), "|")
            If UBound(bits) = 1 Then x = x & MonthItem(bits(0), bits(1), bits(0) = chosen)
        Next i
    Else
        x = x & "<button id=""lacxl_months_list"" label=""Find this workbook's months"" onAction=""LacxlRibbon.OnAction""/>"
    End If
    MonthMenuXml = x & "</menu>"
End Function

Private Function MonthItem(ByVal month As String, ByVal label As String, ByVal isChosen As Boolean) As String
    MonthItem = "<button id=""lacxl_months_" & Replace(month, "-", "_") & """ label=""" & XmlEscape(label) & _
        """ tag=""" & XmlEscape(month) & """ onAction=""LacxlRibbon.OnMonthChosen"""
    If isChosen Then MonthItem = MonthItem & " imageMso=""AcceptInvitation"""
    MonthItem = MonthItem & "/>"
End Function
