"""The documents as a site with search, in both languages: what ``make site`` does.

``contents`` reads docs/site/site.toml, ``pages`` lays each page ready, ``commands``, ``files`` and ``api`` write those that no hand writes, ``links``
looks after every link, ``__main__`` builds.
"""
