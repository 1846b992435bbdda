"""Who may judge on the web pages, and how that is ensured: nobody, unless there are editors, or a proxy names one."""
