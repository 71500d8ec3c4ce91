// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.time.Instant;
import org.pabal.directory.Account;
import org.pabal.server.setup.Step.State;
import org.pabal.sessions.door.Answer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /setup/api/state`: how far it has come. Strangers learn no more than that a code is asked for.
final class StatePage {
    private final Progress progress;
    private final String version;
    private final String hostname;
    private final int leastPassword;

    /// By which the page knows that the start it waits for is over.
    private final Instant started;

    StatePage(Progress progress, SetupServices services) {
        this.progress = progress;
        this.version = services.version();
        this.hostname = services.hostname();
        this.leastPassword = services.leastPassword();
        this.started = services.clock().instant();
    }

    static Answer ofStranger() {
        return needing("code");
    }

    static Answer ofSignedOut() {
        return needing("signIn");
    }

    private static Answer needing(String what) {
        ObjectNode body = Answer.object();
        body.put("open", true);
        body.put("needs", what);
        body.putNull("language");
        body.putNull("version");
        body.putNull("hostname");
        body.putArray("steps");
        body.putArray("waits");
        return Answer.of(body);
    }

    /// Where the code was shown, and there is no administrator.
    Answer ofFirst() {
        ObjectNode body = begun(State.OPEN);
        body.putNull("language");
        return Answer.of(body);
    }

    Answer of(Account administrator) {
        ObjectNode body = begun(State.DONE);
        body.put("language", administrator.language().tag());
        return Answer.of(body);
    }

    private ObjectNode begun(State first) {
        ObjectNode body = Answer.object();
        body.put("open", true);
        body.putNull("needs");
        body.put("version", version);
        body.put("hostname", hostname);
        body.put("least", leastPassword);
        body.put("started", started.toString());
        ArrayNode steps = body.putArray("steps");
        ArrayNode waits = body.putArray("waits");
        progress.all(first)
                .forEach((step, state) -> {
                    steps.addObject().put("id", step.id()).put("state", state.word());
                    if (state == State.LATER) {
                        waits.addObject().put("id", step.id()).put("step", step.id());
                    }
                });
        return body;
    }
}
