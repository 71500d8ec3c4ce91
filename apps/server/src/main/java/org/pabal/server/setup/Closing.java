// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.util.List;
import org.pabal.server.setup.Step.State;
import org.pabal.sessions.door.Answer;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaving a step for later, and the end of it all.
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Progress progress;

    Closing(Progress progress) {
        this.progress = progress;
    }

    /// `POST /setup/api/later`
    Answer later(SetupRequest request) throws IOException {
        String id = request.body().text("step");
        Step step =
                Step.of(id)
                        .filter(Step::canWait)
                        .orElseThrow(() ->
                                Answer.badRequest(
                                        "The step is none of those that can be left for later."));
        if (progress.of(step) != State.DONE) {
            progress.set(step, State.LATER);
        }
        return Answer.done();
    }

    /// `POST /setup/api/finish`. A step that was never looked at waits like one that was left.
    Answer finish(SetupRequest request) {
        List<String> owed =
                progress.all(State.DONE).entrySet().stream()
                        .filter(step -> !step.getKey().canWait())
                        .filter(step -> step.getValue() != State.DONE)
                        .map(step -> step.getKey().id())
                        .toList();
        if (!owed.isEmpty()) {
            throw Answer.no(409, "owed", "These steps cannot wait: " + String.join(", ", owed));
        }
        progress.all(State.DONE)
                .forEach((step, state) -> {
                    if (state == State.OPEN) {
                        progress.set(step, State.LATER);
                    }
                });
        progress.finish();
        LOG.info(
                "event=setup-finished session={} account={}",
                request.exchange().id(),
                new LogText(request.administrator().address()));
        return Answer.done();
    }
}
