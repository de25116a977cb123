"""Running the add-in's VBA without Excel: LibreOffice runs it, its host module swapped."""
