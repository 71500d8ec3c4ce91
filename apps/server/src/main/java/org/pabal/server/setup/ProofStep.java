// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.util.Optional;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.message.Address;
import org.pabal.server.setup.Step.State;
import org.pabal.server.setup.proof.Proof;
import org.pabal.server.setup.proof.Proof.Lost;
import org.pabal.server.setup.proof.Proofs;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.door.Answer;
import org.pabal.sessions.door.RequestBody;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The proof that mail comes and goes.
final class ProofStep {
    private static final int ID_LETTERS = 16;

    private final Proofs proofs;
    private final DirectoryAdministration directory;
    private final Progress progress;
    private final RandomText random;

    ProofStep(Proofs proofs, SetupServices services, Progress progress) {
        this.proofs = proofs;
        this.directory = services.directory();
        this.progress = progress;
        this.random = services.random();
    }

    /// `POST /setup/api/proof`: goes on while the page asks how far it is.
    Answer begin(SetupRequest request) throws IOException {
        RequestBody body = request.body();
        String text = body.textOrEmpty("outside").strip();
        Optional<Address> outside = text.isEmpty() ? Optional.empty() : Optional.of(outside(text));
        Proof proof =
                proofs.begin(
                                random.token().substring(0, ID_LETTERS),
                                request.administrator(),
                                outside,
                                request.exchange().client().address(),
                                this::note)
                        .orElseThrow(() ->
                                Answer.no(
                                        409,
                                        "running",
                                        "Another proof is being made; wait until it is done."));
        ObjectNode answer = Answer.object();
        answer.put("id", proof.id());
        return Answer.of(answer);
    }

    private Address outside(String text) {
        Address address =
                Address.parse(text)
                        .orElseThrow(() ->
                                Answer.no(
                                        422,
                                        "badAddress",
                                        "outside is not a mail address such as me@example.com."));
        if (directory.isLocal(address.domain())) {
            throw Answer.no(
                    422, "badAddress", address + " is on this server; give one of another.");
        }
        return address;
    }

    private void note(Proof proof) {
        if (proof.isGood()) {
            progress.set(Step.PROOF, State.DONE);
        }
    }

    /// `GET /setup/api/proof/ID`
    Answer show(SetupRequest request) {
        String path = request.exchange().path();
        Proof proof =
                proofs.find(path.substring(path.lastIndexOf('/') + 1))
                        .orElseThrow(() ->
                                Answer.no(
                                        404, "notFound", "That proof is forgotten; make another."));
        note(proof);
        return Answer.of(shown(proof.page()));
    }

    private static ObjectNode shown(Proof.Page page) {
        ObjectNode body = Answer.object();
        ArrayNode steps = body.putArray("steps");
        page.stages()
                .forEach((stage, told) ->
                        steps.addObject()
                                .put("name", stage.word())
                                .put("state", told.state().word())
                                .put("said", told.said())
                                .put("hint", told.hint()));
        body.put("score", page.score());
        ArrayNode lost = body.putArray("lost");
        for (Lost each : page.lost()) {
            lost.addObject()
                    .put("points", each.points())
                    .put("why", each.why())
                    .put("hint", each.hint());
        }
        ArrayNode unknown = body.putArray("unknown");
        page.unknown()
                .forEach((why, hint) -> unknown.addObject().put("why", why).put("hint", hint));
        body.put("done", page.done());
        return body;
    }
}
