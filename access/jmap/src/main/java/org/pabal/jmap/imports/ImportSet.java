// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.fetch.FetchSource;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import tools.jackson.databind.node.ObjectNode;

/// Import/set: creating begins a job, updating its `state` stops it or has it try again, destroying
/// forgets one that is over. What has come stays in any case.
record ImportSet(Imports imports) implements JmapMethod {
    private static final int MAX_SKIPPED = 2_000;

    @Override
    public String name() {
        return "Import/set";
    }

    @Override
    public String capability() {
        return ImportCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(imports, account.owner()).run(request, call);
    }

    private record Editing(Imports imports, Account owner) implements SetTarget {

        @Override
        public String state() {
            return Long.toString(imports.documents().state(owner.id()));
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            JmapObject server =
                    properties
                            .findObject("server")
                            .orElseThrow(() -> properties.wrong("server", "is required"));
            FetchSource source = ImportSources.read(server);
            List<String> skip = properties.findStrings("skip").orElse(List.of());
            if (skip.size() > MAX_SKIPPED) {
                throw properties.wrong("skip", "has at most " + MAX_SKIPPED + " names");
            }
            properties.nothingElse();
            imports.looks().count(owner.id());
            String id =
                    imports.start(owner, source, skip)
                            .orElseThrow(() ->
                                    SetError.of(
                                            "alreadyRunning",
                                            "An import is not over yet; stop it first."));
            ObjectNode told = imports.shown(owner, id).orElseThrow(SetError::notFound);
            told.remove("skip");
            return told;
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            ObjectNode shown = imports.shown(owner, id).orElseThrow(SetError::notFound);
            ObjectNode next = patch.applyTo(shown);
            for (String name : ImportJson.PROPERTIES) {
                if (!name.equals("state") && !shown.path(name).equals(next.path(name))) {
                    throw SetError.invalidProperty(name, "cannot be changed");
                }
            }
            boolean over = ImportState.of(shown.path("state").asString("")).isOver();
            switch (next.path("state").asString("")) {
                case "stopped" -> {
                    if (over && !shown.path("state").equals(next.path("state"))) {
                        throw SetError.invalidProperty("state", "is over already");
                    }
                    imports.stop(owner.id(), id);
                }
                case "waiting" -> {
                    if (over) {
                        throw SetError.invalidProperty("state", "is over: begin another import");
                    }
                    imports.hurry(owner.id(), id);
                }
                default -> {
                    if (!shown.path("state").equals(next.path("state"))) {
                        throw SetError.invalidProperty("state", "becomes stopped or waiting");
                    }
                }
            }
            return Optional.empty();
        }

        @Override
        public void destroy(String id) {
            ObjectNode shown = imports.shown(owner, id).orElseThrow(SetError::notFound);
            if (!ImportState.of(shown.path("state").asString("")).isOver()) {
                throw SetError.forbidden("It is not over yet; stop it first.");
            }
            imports.documents().remove(owner.id(), id);
        }
    }
}
