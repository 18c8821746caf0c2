"""The site's addresses, and those of the references under bench/."""

from django.urls import path

from careersite import urls as site
from careersite.bench import views

handler400 = site.handler400
handler403 = site.handler403
handler404 = site.handler404
handler429 = site.handler429
handler500 = site.handler500

urlpatterns = [
    path("bench/view/", views.bare_view, name="bench_view"),
    path("bench/roadmap/<int:pk>/", views.bare_roadmap, name="bench_roadmap"),
    path("bench/list/", views.BareList.as_view(), name="bench_list"),
    path("bench/write/<int:pk>/", views.BareWrite.as_view(), name="bench_write"),
    *site.urlpatterns,
]
