"""Proves that each room of src/ includes only what its row allows (the table in ARCHITECTURE.md), and that a library
that one room owns is touched by no other. Usage: include_direction.py SRC"""
import pathlib
import re
import sys

FOUR = {"core", "anatomy", "geometry", "leg"}
USES = {
    "core": set(),
    "anatomy": {"core"},
    "geometry": {"core"},
    "leg": {"core", "anatomy", "geometry"},
    "pain": FOUR,
    "atlas": FOUR,
    "session": FOUR | {"pain", "atlas"},
    "render": {"core", "geometry"},
    "scene": FOUR | {"pain", "session", "render"},
    "ui": FOUR | {"pain", "session", "scene"},
    "app": None,
}
# The scene reads the renderer's values, never its GL.
RENDER_VALUES = {"render/draw_list.hpp", "render/font.hpp"}
OWNED = {
    r"<toml\+\+/": {"anatomy"},
    r"<(Eigen|embree3|openvdb)/|<meshoptimizer": {"geometry", "leg", "atlas", "pain"},
    r"<assimp/": {"atlas"},
    r"<nlohmann/": {"session", "app"},
    r"<glad/": {"render", "app"},
    r"<imgui|<backends/imgui": {"ui", "app"},
    r"<(GLFW|EGL|CLI|cairo)/|<ft2build": {"app"},
    r"<spdlog/": {"core"},
}
HEADER_ONLY_IN_SOURCES = re.compile(r"<(Eigen|embree3)/|<meshoptimizer")


def problems_of(src: pathlib.Path):
    for room_dir in sorted(p for p in src.iterdir() if p.is_dir()):
        room = room_dir.name
        if room not in USES:
            yield f"{room}: a room the table does not know"
            continue
        if not (room_dir / "README.md").is_file():
            yield f"{room}: no README.md"
        allowed = USES[room]
        for file in sorted(list(room_dir.rglob("*.hpp")) + list(room_dir.rglob("*.cpp"))):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                where = f"{file.relative_to(src)}:{number}"
                own = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if own:
                    other = own.group(1).split("/")[0]
                    if "/" not in own.group(1) or other not in USES:
                        yield f'{where}: include by room, "room/file.hpp"'
                    elif allowed is not None and other != room and other not in allowed:
                        yield f"{where}: {room} may not use {other}"
                    elif room in ("scene", "ui") and other == "render" and own.group(1) not in RENDER_VALUES:
                        yield f"{where}: {room} may read only {sorted(RENDER_VALUES)}"
                foreign = re.match(r"\s*#\s*include\s+(<[^>]+>)", line)
                if foreign:
                    for pattern, owners in OWNED.items():
                        if re.match(pattern, foreign.group(1)) and room not in owners:
                            yield f"{where}: only {sorted(owners)} may touch {foreign.group(1)}"
                    if file.suffix == ".hpp" and HEADER_ONLY_IN_SOURCES.match(foreign.group(1)):
                        yield f"{where}: {foreign.group(1)} belongs in a .cpp file"


def main():
    src = pathlib.Path(sys.argv[1])
    problems = list(problems_of(src))
    print("\n".join(problems) or f"include direction holds in {src.name}/")
    return 1 if problems else 0


sys.exit(main())
