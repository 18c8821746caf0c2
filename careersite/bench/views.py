"""The least that a page, a list or a write of ours can cost."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from profiles.requests import SignedInRequest, caller
from roadmaps.models import Enrollment, Stage, StepProgress
from roles.models import Skill

ROWS = 10


@login_not_required
@require_safe
def bare_view(request: HttpRequest) -> HttpResponse:
    """Answer with ten rows of one indexed query."""
    names = Skill.objects.order_by("pk").values_list("name", flat=True)[:ROWS]
    return HttpResponse("\n".join(names))


@require_safe
def bare_roadmap(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer with an enrollment, its forty rows and its stages, in one template."""
    own = Enrollment.objects.of(request.user).select_related("roadmap")
    enrollment = get_object_or_404(own, pk=pk)
    rows = enrollment.step_progress.select_related("step")
    context = {
        "enrollment": enrollment,
        "rows": rows.order_by("step__number"),
        "stages": Stage.objects.filter(version=enrollment.version_id),
    }
    return render(request, "bench/roadmap.html", context)


class BareSkillSerializer(serializers.ModelSerializer):
    """Seven fields, as many as the site's own list of skills has."""

    class Meta:
        model = Skill
        fields = ["id", "slug", "name", "kind", "category", "status", "description"]


class BareList(generics.ListAPIView):
    """A list with the site's pagination and nothing else."""

    queryset = Skill.objects.order_by("pk")
    serializer_class = BareSkillSerializer
    permission_classes = []
    filter_backends = []


class BareWrite(APIView):
    """Lock one row and update it."""

    def post(self, request: Request, pk: int) -> Response:
        """Note that the learner was at the step."""
        own = StepProgress.objects.of(caller(request)).select_for_update()
        with transaction.atomic():
            row = get_object_or_404(own, pk=pk)
            row.touch(now=timezone.now())
        return Response({"id": row.pk})
