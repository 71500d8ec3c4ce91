// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.LoginRule;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Session;
import org.pabal.sessions.kept.Demands;
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
    private final Demands demands;

    /// @param demands of the settings, where they are known
    public SignInOperations(
            DirectoryAdministration directory,
            Sessions sessions,
            KeptFactors factors,
            Demands demands) {
        this.directory = directory;
        this.sessions = sessions;
        this.factors = factors;
        this.demands = demands;
    }

    private Account found(Arguments arguments) {
        return new DirectoryArguments(arguments).account("address", directory);
    }

    private AccountId account(Arguments arguments) {
        return found(arguments).id();
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
        return shown(found(arguments));
    }

    /// @param arguments `address`
    Map<String, Object> withoutSecondFactor(Arguments arguments) {
        Account account = found(arguments);
        factors.change(
                account.id(), before -> Optional.of(Factors.NONE.demanded(before.isDemanded())));
        LOG.warn("event=second-factor-removed account={} by=administrator", account.id());
        return shown(account);
    }

    /// With a demand the main password ends where mail is read and sent: without that a stolen one
    /// would open the mail as before. Accounts of another directory have no app passwords here, and
    /// keep theirs; `onlyAppPasswords` tells. When the demand ends, that stays as it is.
    ///
    /// @param arguments `address`, `rule` (`require` or `optional`), `off` (a flag: what there is goes,
    ///     too)
    Map<String, Object> demandSecondFactor(Arguments arguments) {
        Account account = found(arguments);
        DirectoryArguments given = new DirectoryArguments(arguments);
        boolean demanded =
                given.values()
                        .parsed(
                                given.text("rule"),
                                "one of require and optional",
                                SignInOperations::demand);
        if (arguments.flag("off")) {
            withoutSecondFactor(arguments);
        }
        if (demanded && account.loginRule() != LoginRule.APP_PASSWORDS_ONLY) {
            Outcome outcome =
                    directory.setLoginRule(account.address(), LoginRule.APP_PASSWORDS_ONLY);
            LOG.info(
                    "event=login-rule account={} changed={} by=administrator",
                    account.id(),
                    outcome instanceof Outcome.Done);
        }
        factors.change(account.id(), before -> Optional.of(before.demanded(demanded)));
        LOG.info(
                "event=second-factor-demand account={} demanded={} by=administrator",
                account.id(),
                demanded);
        return shown(found(arguments));
    }

    private static Optional<Boolean> demand(String word) {
        return switch (word) {
            case "require" -> Optional.of(true);
            case "optional" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private Map<String, Object> shown(Account account) {
        Factors now = factors.of(account.id());
        return Map.of(
                "on",
                now.isOn(),
                "demanded",
                demands.areMadeOf(account),
                "passkeys",
                now.passkeys().all().size(),
                "authenticator",
                now.totp().isPresent(),
                "recoveryCodes",
                now.codes().left(),
                "onlyAppPasswords",
                account.loginRule() == LoginRule.APP_PASSWORDS_ONLY
                        || demands.ofDomain().test(account.address().domain()));
    }
}
