import threading
from datetime import date
from werkzeug.serving import make_server
from tests import factories as make
from workflows.vocabulary import State
from webapp.access.actor import acting_as
from webapp.diagnosis import operations
from tests.webapp.diagnosis.test_plan import DRAFT
def test_shots(app, town, sign_in):
    import dataclasses
    make.risk(town.school_1.school, town.programme, "parents")
    make.risk(town.school_1.school, town.programme, "staff_shortage")
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    make.package(town.school_2.school, town.stage, state=State.EXPERTISE)
    a = town.school_1.coordinator
    with acting_as(a):
        operations.save_plan("school-1","parents","500-2026",dataclasses.replace(DRAFT, measures=DRAFT.measures+(operations.MeasureDraft(title="Без срока"),)),actor=a,seen=0)
    srv = make_server("127.0.0.1", 8000, app, threaded=True)
    threading.Thread(target=srv.serve_forever, daemon=True).start()
    tok = {who: sign_in(getattr(town, who) if who != "school" else a).client.get_cookie("session", domain="127.0.0.1").value for who in ("coordinator","school")}
    from playwright.sync_api import sync_playwright
    from axe_playwright_python.sync_playwright import Axe
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for who, paths in {"coordinator": ["/schools","/schools/school-1?tab=people","/programmes/500-2026","/programmes/500-2026/stages/concept-2026/edit","/programmes/500-2026/schools","/curators","/curators?view=all","/curators/new","/schools/new"], "school": ["/schools/school-1/risks","/schools/school-1/risks/edit","/schools/school-1/risks/parents/programme","/schools/school-1/risks/parents/programme/edit"]}.items():
            for w,h in ((1366,768),(390,844)):
                ctx = b.new_context(viewport={"width":w,"height":h}, locale="ru-RU")
                ctx.add_cookies([{"name":"session","value":tok[who],"url":"http://127.0.0.1:8000"}])
                page = ctx.new_page()
                page.on("console", lambda m: print("CONSOLE", m.type, m.text[:300]) if m.type=="error" else None)
                for u in paths:
                    page.goto("http://127.0.0.1:8000"+u)
                    name = u.strip("/").replace("/","_").replace("?","-")
                    page.screenshot(path=f"/tmp/reg/{name}-{w}.png", full_page=True)
                    sw = page.evaluate("document.documentElement.scrollWidth")
                    if sw > w: print("OVERFLOW", u, w, sw)
                    for v in Axe().run(page).response["violations"]:
                        print("AXE", u, w, v["id"], v["nodes"][0]["html"][:200])
        b.close()
    srv.shutdown()
    assert False
