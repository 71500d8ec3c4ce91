// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.directory.PasswordChange;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.SetError;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.LoginAttempt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The owner changes the password: by the one way of all doors, so that it is changed only when a
/// log-in with the new one has worked, and what refuses it is quoted.
///
/// @param session which stays, when all others end
record OwnPassword(CredentialServices services, JmapUser user, String session) {
    private static final Logger LOG = LoggerFactory.getLogger(OwnPassword.class);

    /// @param change `current` and `new`
    /// @return `outcome`
    /// @throws SetError `passwordRefused` with the same, or what is wrong with the properties
    ObjectNode change(JmapObject change) {
        String current = change.string("current");
        String wanted = change.string("new");
        change.nothingElse();
        Account account = user.account();
        prove(account, current);
        int before = others(account);
        PasswordChange.Outcome outcome =
                services.sessions()
                        .staying(
                                account.id(),
                                session,
                                () ->
                                        services.passwords()
                                                .change(account.address(), current, wanted));
        return switch (outcome) {
            case PasswordChange.Outcome.Changed _ -> changed(account, before);
            case PasswordChange.Outcome.Refused(String reason) -> throw refused(reason);
            case PasswordChange.Outcome.NotWorking(String reason) -> {
                LOG.error(
                        "event=password-not-working account={} reason=\"{}\"",
                        account.address(),
                        reason);
                throw refused(reason);
            }
        };
    }

    private int others(Account account) {
        return (int)
                services.sessions().list(account.id()).stream()
                        .filter(each -> !each.id().equals(session))
                        .count();
    }

    private void prove(Account account, String current) {
        InetSocketAddress peer = user.client().address();
        LoginAttempt attempt = services.logins().attempt(peer);
        String name = account.address().toString();
        LoginContext context = new LoginContext(Optional.empty(), LoginService.WEB);
        switch (services.passwords().prove(name, current, context, attempt)) {
            case PasswordChange.Proof.Proven(var proven) when proven.id().equals(account.id()) ->
                    attempt.succeeded(name);
            case PasswordChange.Proof.Proven _ -> throw wrong();
            case PasswordChange.Proof.Refused(String reason) -> throw failed(attempt, name, reason);
        }
    }

    private static SetError failed(LoginAttempt attempt, String name, String reason) {
        try {
            return attempt.failed(name, reason) == LoginAttempt.Answer.TURNED_AWAY
                    ? SetError.of(
                            "rateLimit", "Too many wrong passwords came from here; try later.")
                    : wrong();
        } catch (IOException stopping) {
            throw new UnavailableException("the server stops");
        }
    }

    private static SetError wrong() {
        return SetError.invalidProperties("The current password is not right.", List.of("current"));
    }

    private ObjectNode changed(Account account, int othersBefore) {
        LOG.info(
                "event=password-changed account={} browser={} peer={} door=web",
                account.address(),
                session,
                user.client().address());
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("changed", true);
        outcome.put("verifiedAt", JmapObject.utcDate(services.clock().instant()));
        outcome.putNull("reason");
        outcome.put("sessionsEnded", Math.max(0, othersBefore - others(account)));
        outcome.put(
                "appPasswordsKept", services.directory().appPasswords(account.address()).size());
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.set("outcome", outcome);
        return told;
    }

    private static SetError refused(String reason) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("changed", false);
        outcome.putNull("verifiedAt");
        outcome.put("reason", reason);
        return SetError.of("passwordRefused", reason).with("outcome", outcome);
    }
}
