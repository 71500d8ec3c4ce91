// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.AppPassword;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.LoginRule;
import org.pabal.directory.LoginService;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetTarget;
import org.pabal.sessions.Factors;
import org.pabal.sessions.RecoveryCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The changes of one call. All but the end of a session ask for a proof of the last minutes
/// (`stepUpRequired`: `POST /auth/confirm`), so that a browser left alone gives nothing away for good.
final class CredentialChanges implements SetTarget {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialChanges.class);

    private final CredentialServices services;
    private final CredentialList list;
    private final JmapUser user;
    private final Account account;
    private final String session;

    CredentialChanges(
            CredentialServices services, CredentialList list, JmapUser user, String session) {
        this.services = services;
        this.list = list;
        this.user = user;
        this.account = user.account();
        this.session = session;
    }

    @Override
    public String state() {
        return CredentialList.state(list.of(user));
    }

    private void demandStepUp() {
        if (!services.sessions().isConfirmed(account.id(), session)) {
            throw SetError.of(
                    "stepUpRequired",
                    "Show anew who you are (POST /auth/confirm), then try again.");
        }
    }

    private void log(String what, String about) {
        LOG.info(
                "event=credential-changed account={} browser={} peer={} what={} about=\"{}\"",
                account.address(),
                session,
                user.client().address(),
                what,
                about);
    }

    // Making.

    @Override
    public ObjectNode create(JmapObject properties) {
        demandStepUp();
        return switch (properties.string("type")) {
            case "appPassword" -> appPassword(properties);
            case "totp" -> factors().totp(properties);
            case "passkey" -> factors().passkey(properties);
            case "recovery" -> recovery(properties);
            default -> throw SetError.invalidProperty("type", "must be one that can be made");
        };
    }

    private ObjectNode appPassword(JmapObject properties) {
        String name = properties.string("name");
        Set<LoginService> scope = new LinkedHashSet<>();
        for (String word : properties.findStrings("services").orElse(List.of())) {
            scope.add(service(word));
        }
        Instant now = services.clock().instant();
        Optional<Duration> validFor =
                properties.findUtcDate("expires").map(end -> Duration.between(now, end));
        properties.nothingElse();
        Set<LoginService> wanted = scope.isEmpty() ? AppPassword.EVERYWHERE : scope;
        return switch (services.directory()
                .issueAppPassword(account.address(), name, wanted, validFor)) {
            case AppPassword.Issue.Issued(String password, AppPassword kept) -> {
                log("app-password-made", CredentialIds.ofAppPassword(kept.name()));
                ObjectNode made =
                        object().put("id", CredentialIds.ofAppPassword(kept.name()))
                                .put("password", password);
                services.profiles()
                        .offer(user, kept.name(), kept.scope(), password)
                        .ifPresent(link ->
                                made.putObject("profile")
                                        .put("url", link.url())
                                        .put("expiresAt", JmapObject.utcDate(link.expires())));
                yield made;
            }
            case AppPassword.Issue.Refused(String reason) ->
                    throw SetError.invalidProperties(reason, List.of("name"));
        };
    }

    private static LoginService service(String word) {
        return AppPassword.EVERYWHERE.stream()
                .filter(each -> each.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        SetError.invalidProperty("services", "names one that is not known here"));
    }

    /// New codes, shown this once; those before are good no more.
    private ObjectNode recovery(JmapObject properties) {
        properties.nothingElse();
        RecoveryCodes.Made made = RecoveryCodes.make(services.random());
        boolean isKept =
                services.factors()
                        .change(
                                account.id(),
                                factors ->
                                        factors.isOn()
                                                ? Optional.of(factors.withCodes(made.kept()))
                                                : Optional.empty())
                        .isPresent();
        if (!isKept) {
            throw SetError.forbidden("Turn a second factor on first; the codes are for it.");
        }
        log("recovery-codes-made", "");
        ObjectNode told = object().put("id", CredentialIds.RECOVERY);
        made.shown().forEach(told.putArray("codes")::add);
        return told;
    }

    private FactorChanges factors() {
        return new FactorChanges(services, user, session);
    }

    // Changing.

    @Override
    public Optional<ObjectNode> update(String id, Patch patch) {
        JmapObject change = JmapObject.ofProperties(patch.json(), patch.created());
        return switch (id) {
            case CredentialIds.PASSWORD -> {
                demandStepUp();
                yield Optional.of(new OwnPassword(services, user, session).change(change));
            }
            case CredentialIds.TOTP -> {
                demandStepUp();
                yield Optional.of(factors().confirmTotp(change));
            }
            case CredentialIds.POLICY -> {
                demandStepUp();
                yield policy(change);
            }
            default -> {
                if (!factors().isPasskey(id)) {
                    throw SetError.notFound();
                }
                demandStepUp();
                factors().rename(id, change);
                yield Optional.empty();
            }
        };
    }

    private Optional<ObjectNode> policy(JmapObject change) {
        Optional<String> secondFactor = change.findString("secondFactor");
        Optional<Boolean> onlyApps = change.findBool("appPasswordsOnly");
        change.nothingElse();
        Optional<Factors.Policy> policy =
                secondFactor.map(word ->
                        Set.of(Factors.Policy.values()).stream()
                                .filter(each -> each.word().equals(word))
                                .findFirst()
                                .orElseThrow(() ->
                                        SetError.invalidProperty(
                                                "secondFactor",
                                                "must be every-login or new-devices")));
        if (onlyApps.equals(Optional.of(false)) && services.demands().areMadeOf(account)) {
            throw SetError.forbidden(
                    "A second factor is demanded here: mail programs take app passwords only.");
        }
        if (onlyApps.isPresent()) {
            LoginRule rule = onlyApps.get() ? LoginRule.APP_PASSWORDS_ONLY : LoginRule.ANY;
            done(
                    services.sessions()
                            .staying(
                                    account.id(),
                                    session,
                                    () ->
                                            services.directory()
                                                    .setLoginRule(account.address(), rule)));
            log("login-rule", rule.word());
        }
        policy.ifPresent(wanted -> {
            services.factors()
                    .change(account.id(), factors -> Optional.of(factors.withPolicy(wanted)));
            log("second-factor", wanted.word());
        });
        return Optional.empty();
    }

    private static void done(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(String reason)) {
            throw SetError.forbidden(reason);
        }
    }

    // Ending.

    @Override
    public void destroy(String id) {
        Optional<String> ended = CredentialIds.named(CredentialIds.SESSION, id);
        if (ended.isPresent()) {
            if (!services.sessions().end(account.id(), ended.get())) {
                throw SetError.notFound();
            }
            log("session-ended", ended.get());
            return;
        }
        Optional<String> name = CredentialIds.appPassword(id);
        if (name.isPresent()) {
            demandStepUp();
            boolean there =
                    services.directory().appPasswords(account.address()).stream()
                            .anyMatch(each -> each.name().equals(name.get()));
            if (!there) {
                throw SetError.notFound();
            }
            done(services.directory().revokeAppPassword(account.address(), name.get()));
            log("app-password-ended", id);
            return;
        }
        factors().demandThere(id);
        demandStepUp();
        factors().destroy(id);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
