"""What is left on an engine, and single files of its containers."""

from __future__ import annotations

from dataclasses import replace

from course.engine import Access
from course.engine.recorder import since_file
from course.engine.tail import engine_now
from course.views import EngineView
from course.views.files import read_file
from course.views.leftovers import kinds_made, left_behind


def test_everything_that_somebody_made_is_left_until_it_is_removed(engine: Access) -> None:
    with EngineView(engine) as view, EngineView(replace(engine, kind="host")) as on_a_host:
        assert left_behind(view).nothing and left_behind(on_a_host).nothing
        assert kinds_made(view.journal.events) == set()
        docker = view.client
        docker.networks.create("lane")
        box = docker.containers.create("shell", "true", name="walker", volumes=["things:/t", "/anonymous"])
        box.commit("pottery")
        docker.images.get(box.commit().id)
        docker.images.get("shell").tag("another-name")
        assert kinds_made(view.journal.events) == {"container", "volume", "network", "image"}
        for left in (left_behind(view), left_behind(on_a_host)):
            assert [container.name for container in left.containers] == ["walker"]
            assert len(left.volumes) == 2 and left.networks == ["lane"]
            assert {"another-name:latest", "pottery:latest"} < set(left.images) and len(left.images) == 3
            assert "networks: lane" in left.describe().en and "네트워크: lane" in left.describe().ko


def test_on_a_host_what_was_there_before_is_not_the_learners(engine: Access) -> None:
    with EngineView(engine) as view, EngineView(replace(engine, kind="host")) as on_a_host:
        view.client.volumes.create("of-somebody-else")
        assert view.journal.created("volume"), "it is written down"
        engine.journal.write_bytes(b"")
        since_file(engine).write_text(engine_now(view.client, engine))
        view.client.volumes.create("of-the-learner")
        assert len(left_behind(view).volumes) == 2
        assert [volume.name for volume in left_behind(on_a_host).volumes] == ["of-the-learner"]


def test_a_file_is_read_wherever_it_lies(engine: Access) -> None:
    with EngineView(engine) as view:
        write = (
            "echo word > /layer; echo word > /v/volume; ln -s /layer /link; head -c 99999 /dev/zero > /large"
        )
        box = view.client.containers.create("shell", ["sh", "-c", write], volumes=["things:/v"])
        box.start()
        box.wait()
        for path in ("/layer", "/v/volume"):
            file = read_file(view, box.id, path)
            assert file is not None and file.text == "word\n"
            assert 0 <= view.journal.of(box.id).deaths[0].at - file.written_at < 3
        for path in ("/no-such-file", "/v", "/link", "/large"):
            assert read_file(view, box.id, path) is None
