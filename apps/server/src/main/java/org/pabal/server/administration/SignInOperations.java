// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Session;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What administrators may ask of the sessions of browsers, and of second factors.
public final class SignInOperations {
    private static final Logger LOG = LoggerFactory.getLogger(SignInOperations.class);

    private final DirectoryAdministration directory;
    private final Sessions sessions;
    private final KeptFactors factors;

    public SignInOperations(
            DirectoryAdministration directory, Sessions sessions, KeptFactors factors) {
        this.directory = directory;
        this.sessions = sessions;
        this.factors = factors;
    }

    private AccountId account(Arguments arguments) {
        return new DirectoryArguments(arguments).account("address", directory).id();
    }

    /// Each with `id`, `device`, `address`, `made`, `seen`.
    ///
    /// @param arguments `address`
    List<Map<String, Object>> list(Arguments arguments) {
        return sessions.list(account(arguments)).stream().map(SignInOperations::shown).toList();
    }

    private static Map<String, Object> shown(Session session) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", session.id());
        shown.put("device", session.visitor().device());
        shown.put("address", session.visitor().address());
        shown.put("made", session.made().toString());
        shown.put("seen", session.seen().toString());
        return shown;
    }

    /// @param arguments `address`; `id`, empty for all
    Map<String, Object> end(Arguments arguments) {
        AccountId account = account(arguments);
        String id = new DirectoryArguments(arguments).optional("id");
        int ended = id.isEmpty() ? sessions.endAll(account) : sessions.end(account, id) ? 1 : 0;
        if (!id.isEmpty() && ended == 0) {
            throw new Arguments.Unusable(
                    "there is no such session; the list shows those there are");
        }
        LOG.info("event=sessions-ended account={} count={} by=administrator", account, ended);
        return Map.of("ended", ended);
    }

    /// @param arguments `address`
    Map<String, Object> secondFactor(Arguments arguments) {
        return shown(factors.of(account(arguments)));
    }

    /// @param arguments `address`
    Map<String, Object> withoutSecondFactor(Arguments arguments) {
        AccountId account = account(arguments);
        factors.change(account, _ -> Optional.of(Factors.NONE));
        LOG.warn("event=second-factor-removed account={} by=administrator", account);
        return shown(Factors.NONE);
    }

    private static Map<String, Object> shown(Factors factors) {
        return Map.of("on", factors.isOn(), "recoveryCodes", factors.codes().left());
    }
}
