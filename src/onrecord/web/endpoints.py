"""How an endpoint of the API is told, checked and answered; the OpenAPI description is made of the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from onrecord.record import QueryError, Record, RecordError
from onrecord.web.room import room

MOST, USUAL = 200, 50


@dataclass(frozen=True, slots=True)
class Parameter:
    """One part of an address."""

    name: str
    meaning: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string", "maxLength": 2000})
    place: str = "query"


LIMIT = Parameter(
    "limit", f"how many, 1 to {MOST}", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
)
CURSOR = Parameter("cursor", "the `next` of the page before", {"type": "string", "maxLength": 500})
ARTICLE = Parameter(
    "article_id", "`sha256:` and the hash of its text", {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}, "path"
)
STATEMENT = Parameter(
    "statement_id", "its id within the article", {"type": "string", "minLength": 1, "maxLength": 200}, "path"
)

Answer = Callable[[Record, Request, Any], Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing that the API does. ``answer`` gets the record, the request and the checked body."""

    method: str
    path: str
    summary: str
    answers: Any
    answer: Answer
    parameters: Sequence[Parameter] = ()
    takes: type[BaseModel] | None = None
    writes: bool = True
    """Whether it changes the record, of those that are not ``GET``; the others are open in a room for reading too."""

    @property
    def status(self) -> int:
        """What is answered when all is well."""
        return 201 if self.method == "POST" else 200

    @property
    def adapter(self) -> TypeAdapter[Any]:
        """What writes the answer as JSON."""
        return TypeAdapter(self.answers)

    def route(self) -> Route:
        """Return the endpoint as a route."""
        adapter = self.adapter

        async def run(request: Request) -> Response:
            self._check(request)
            body = await self._body(request) if self.takes else None
            return await run_in_threadpool(self._respond, request, body, adapter)

        return Route("/api" + self.path, run, methods=[self.method], name=f"{self.method} {self.path}")

    @property
    def is_asking(self) -> bool:
        """Whether it changes nothing at all."""
        return self.method == "GET"

    def _check(self, request: Request) -> None:
        if not self.is_asking and self.writes and room(request).read_only:
            raise HTTPException(403, "This room is for reading only: it was opened with --read-only.")

    async def _body(self, request: Request) -> BaseModel:
        # No form of another page can send this type, and no script of one may without asking first.
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "Send JSON, with the header Content-Type: application/json.")
        assert self.takes is not None
        try:
            return self.takes.model_validate_json(await request.body())
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the body"
            raise HTTPException(400, f"{where}: {first['msg']}") from error

    def _respond(self, request: Request, body: BaseModel | None, adapter: TypeAdapter[Any]) -> Response:
        try:
            writing = not self.is_asking and self.writes
            with room(request).open_writer() if writing else room(request).open() as record:
                found = self.answer(record, request, body)
        except QueryError as error:
            raise HTTPException(400, str(error)) from error
        except RecordError as error:
            if self.is_asking:
                raise
            raise HTTPException(400, str(error)) from error
        data = adapter.dump_json(found, by_alias=True)
        return _tagged(request, data, self.status)


def _tagged(request: Request, data: bytes, status: int) -> Response:
    """Return JSON with an ETag; 304 without it when the caller has the same already."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if status == 200 and known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(data, status, headers, "application/json")


def limit_of(request: Request) -> int:
    """Return how many are asked for."""
    given = request.query_params.get("limit", str(USUAL))
    if not (given.isascii() and given.isdigit() and len(given) < 5 and 1 <= int(given) <= MOST):
        raise QueryError(f"{given[:20]!r} is no limit: write a number from 1 to {MOST}.")
    return int(given)


def described(endpoints: Sequence[Endpoint], version: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the endpoints."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        operation: dict[str, Any] = {
            "summary": one.summary,
            "operationId": _operation_id(one),
            "parameters": [
                {
                    "name": p.name,
                    "in": p.place,
                    "description": p.meaning,
                    "required": p.place == "path",
                    "schema": p.schema,
                }
                for p in one.parameters
            ],
            "responses": _responses(one, _schema(one.answers, "serialization", schemas), schemas),
        }
        if one.takes:
            body = _schema(one.takes, "validation", schemas)
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        paths.setdefault("/api" + one.path, {})[one.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": version,
            "description": "Everything that the pages of the reading room show. Offsets are `[start, end)` in "
            "Unicode code points of an article's text. Lists go on with the `next` of the page before as `cursor`.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Where `onrecord serve` has a token."}
            },
        },
        "security": [{}, {"token": []}],
    }  # fmt: skip


def _operation_id(one: Endpoint) -> str:
    words = "".join(part.strip("{}").replace("_", "").title() for part in one.path.split("/"))
    return one.method.lower() + words


def _responses(one: Endpoint, answer: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    from onrecord.web.answers import Problem

    problem = {"application/json": {"schema": _schema(Problem, "serialization", schemas)}}
    told = {
        "400": "The request cannot be understood.", "401": "A token is needed.", "404": "There is no such thing.",
        "429": "Too many requests; Retry-After says how long to wait.", "503": "The record cannot be read now.",
    }  # fmt: skip
    if not one.is_asking:
        told |= {"403": "Nothing can be written here, or not from elsewhere.", "409": "It is too early."}
    if one.takes:
        told |= {"413": "That is too much.", "415": "Only JSON is taken."}
    done = {
        "description": "Found." if one.is_asking else "Done.", "content": {"application/json": {"schema": answer}}
    }  # fmt: skip
    found: dict[str, Any] = {str(one.status): done}
    if one.is_asking:
        found["304"] = {"description": "As the ETag in If-None-Match says."}
    return found | {status: {"description": words, "content": problem} for status, words in told.items()}


def _schema(type_: Any, mode: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    made = TypeAdapter(type_).json_schema(mode=mode, ref_template="#/components/schemas/{model}", by_alias=True)
    schemas.update(made.pop("$defs", {}))
    name = made.get("title")
    if made.get("type") == "object" and name:
        plain = "".join(char if char.isalnum() else "_" for char in name).strip("_")
        schemas[plain] = made
        return {"$ref": f"#/components/schemas/{plain}"}
    return made


def json_page(value: Any) -> Response:
    """Return a plain value as JSON."""
    return JSONResponse(value)
