// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.LoginContext;
import org.pabal.message.Address;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.setup.Step.State;
import org.pabal.sessions.door.Answer;
import org.pabal.sessions.door.RequestBody;
import tools.jackson.databind.node.ObjectNode;

/// The first mailbox beside the administrator's, and whether strangers' mail is judged.
final class MailboxStep {
    private static final String SPAM = "spam.enabled";

    private final ThisHost host;
    private final DirectoryAdministration directory;
    private final Progress progress;
    private final Restart restart;

    MailboxStep(
            ThisHost host, DirectoryAdministration directory, Progress progress, Restart restart) {
        this.host = host;
        this.directory = directory;
        this.progress = progress;
        this.restart = restart;
    }

    /// `GET /setup/api/mailbox`
    Answer show(SetupRequest request) {
        ObjectNode body = Answer.object();
        body.put("domain", request.administrator().address().domain().toString());
        String origin = host.origin(SPAM);
        body.putObject("spam")
                .put("enabled", isJudging())
                .put("fixed", KeptSettings.isFree(origin) ? null : origin);
        return Answer.of(body);
    }

    private boolean isJudging() {
        return host.value(SPAM).equals("true");
    }

    /// `POST /setup/api/mailbox`. Asked again after a kill it goes on with the mailbox that is there.
    Answer make(SetupRequest request) throws IOException {
        RequestBody body = request.body();
        boolean judging = body.json().path("spam").path("enabled").asBoolean(isJudging());
        boolean changes = judging != isJudging();
        String origin = host.origin(SPAM);
        if (changes && !KeptSettings.isFree(origin)) {
            throw Answer.no(409, "fixed", origin + " sets spam.enabled; change it there.");
        }
        make(body, request.administrator());
        if (changes) {
            Kept.by(() -> host.keep(Map.of(SPAM, Boolean.toString(judging))));
            restart.ask();
        }
        progress.set(Step.MAILBOX, State.DONE);
        ObjectNode made = Answer.object();
        made.put("restarts", changes);
        return Answer.of(made).made();
    }

    private void make(RequestBody body, Account administrator) {
        Address address =
                Address.parse(body.text("address").strip())
                        .orElseThrow(() ->
                                Answer.no(
                                        422,
                                        "badAddress",
                                        "The address is not one such as minsu@example.org."));
        String password = body.text("password");
        Outcome outcome =
                directory.addAccount(
                        new NewAccount(
                                address,
                                password,
                                body.textOrEmpty("name").strip(),
                                administrator.language(),
                                OptionalLong.empty()));
        if (outcome instanceof Outcome.Refused(var reason) && !isMade(address, password)) {
            throw Answer.no(422, "unusable", reason);
        }
    }

    private boolean isMade(Address address, String password) {
        return directory.account(address).isPresent()
                && directory
                        .credentials(LoginContext.ANYWHERE)
                        .verify(address.toString(), password);
    }
}
