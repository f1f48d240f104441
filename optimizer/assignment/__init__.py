"""Who looks after whom: capacitated assignment with loads of 0 or within a window, goal by goal."""
