"""Surveys of directors and curators: who is asked, who took part (К49, К50)."""
