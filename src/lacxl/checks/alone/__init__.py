"""What contradicts itself in a workbook alone: no extract is needed, a module for each family."""
