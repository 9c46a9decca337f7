"""Writers of the malls' own order files, used to make the demo's morning (モール形式の書き出し)."""
