from sqlalchemy import *
from sqlalchemy.orm import *
from webapp.access.actor import acting_as
from webapp.database import session
from webapp.models import *
from sqlalchemy.sql import visitors
def test_x(estates):
    t=estates.town
    P=aliased(Package)
    sub=select(Package).subquery()
    PA=aliased(Package, sub)
    with acting_as(t.coordinator):
        forms={
         "plain": select(Package.number),
         "count": select(func.count()).select_from(Package),
         "countcol": select(func.count(Package.id)),
         "aliased": select(P.number),
         "subq": select(sub.c.number),
         "aliasedsub": select(PA.number),
         "cte": select(select(Package.number).cte().c.number),
         "union": union_all(select(Package.number), select(Package.number)),
         "unionsub": select(union_all(select(Package.number), select(Package.number)).subquery().c.number),
         "coretable_in_orm": select(School.id, Package.__table__.c.number).where(Package.__table__.c.school_id!=School.id),
         "coretable_join": select(Package.__table__.c.number).select_from(School).join(Package.__table__, true()),
         "exists_core": select(School.id).where(exists().where(Package.__table__.c.number=="voz-2026-1")),
         "exists_orm": select(School.id).where(exists().where(Package.number=="voz-2026-1")),
         "exists_orm2": select(School.id).where(select(Package.id).where(Package.number=="voz-2026-1").exists()),
         "scalar": select(School.id, select(func.count(Package.id)).scalar_subquery()),
         "scalar_label": select(select(Package.number).where(Package.number=="voz-2026-1").scalar_subquery()),
         "lateral": select(School.id, select(Package.number).where(Package.number.like("voz%")).limit(1).scalar_subquery()),
         "in": select(School.id).where(School.id.in_(select(Package.school_id))),
         "existsonly": select(exists().where(Package.number=="voz-2026-1")),
         "from_statement": select(Package).from_statement(select(Package)),
         "bundle": select(Bundle("b",Package.number)),
         "literal": select(literal(1)),
         "func": select(func.max(Package.number)),
         "over": select(func.row_number().over(order_by=Package.number), Package.number),
         "order_by_sub": select(School.id).order_by(select(Package.number).where(Package.number.like("voz%")).limit(1).scalar_subquery()),
         "update": update(Package).values(late_reason="x").execution_options(synchronize_session=False),
         "having": select(School.municipality_id).group_by(School.municipality_id).having(select(func.count(Package.id)).scalar_subquery()==4),
        }
        for k,s in forms.items():
            try:
                r=session.execute(s)
                print(k, r.rowcount if k=="update" else r.all()[:12])
            except BaseException as e: print(k,"RAISED",type(e).__name__,str(e)[:150])
            session.rollback()
    for k in("plain","coretable_in_orm","aliased","subq","exists_orm","cte","aliasedsub"):
        print(k,[(p.name, dict(p._annotations) if hasattr(p,'_annotations') else None) for p in visitors.iterate(forms[k]) if p.__visit_name__=="table"])
    assert 0
