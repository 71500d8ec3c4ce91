// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.SetError;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.Totp;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.enrolment.Enrolment.Terms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Second factors come and go: authenticators and passkeys.
record FactorChanges(CredentialServices services, JmapUser user, String session) {
    private static final Logger LOG = LoggerFactory.getLogger(FactorChanges.class);

    private Account account() {
        return user.account();
    }

    /// The secret, this once; it is on when a code has come (an update of `totp`).
    ObjectNode totp(JmapObject properties) {
        properties.nothingElse();
        if (now().totp().isPresent()) {
            throw SetError.forbidden("There is an authenticator; remove it first.");
        }
        Totp made = services.enrolment().totp(session);
        return object().put("id", CredentialIds.TOTP)
                .put("on", false)
                .put("secret", made.base32())
                .put("url", made.url(user.client().host(), account().address().toString()));
    }

    /// The first code turns it on. Who has no codes for recovery gets them with it.
    ObjectNode confirmTotp(JmapObject change) {
        String code = change.string("code");
        change.nothingElse();
        Enrolment.Outcome.Made made =
                made(services.enrolment().totp(account(), session, code, Terms.ANOTHER));
        log("totp-on", "");
        return withCodes(object().put("on", true), made);
    }

    /// Without `credential` what the browser is to have made; with it the passkey.
    ObjectNode passkey(JmapObject properties) {
        Optional<JmapObject> credential = properties.findObject("credential");
        Optional<String> name = properties.findString("name");
        properties.nothingElse();
        services.party()
                .objection(user.client())
                .ifPresent(objection -> {
                    throw SetError.forbidden(objection);
                });
        if (credential.isEmpty()) {
            ObjectNode told = object().put("id", CredentialIds.PASSKEY + "options");
            told.set("publicKey", services.enrolment().passkey(account(), session));
            return told;
        }
        Enrolment.Outcome.Made made =
                made(
                        services.enrolment()
                                .passkey(
                                        account(),
                                        session,
                                        name.orElse(""),
                                        credential.get().json().toString(),
                                        Terms.ANOTHER));
        Passkey passkey =
                now().passkeys().all().stream()
                        .filter(each -> each.idText().equals(made.id()))
                        .findFirst()
                        .orElseThrow(SetError::notFound);
        log("passkey-made", CredentialIds.ofPasskey(passkey));
        return withCodes(object().put("id", CredentialIds.ofPasskey(passkey)), made);
    }

    boolean isPasskey(String id) {
        return find(now(), id).isPresent();
    }

    private static Optional<Passkey> find(Factors factors, String id) {
        return factors.passkeys().all().stream()
                .filter(each -> CredentialIds.ofPasskey(each).equals(id))
                .findFirst();
    }

    private static Factors renamed(Factors factors, Passkey passkey, String name) {
        return factors.withPasskeys(factors.passkeys().with(passkey.named(name)));
    }

    private static void refuseUnlessThere(Optional<?> changed) {
        if (changed.isEmpty()) {
            throw SetError.notFound();
        }
    }

    void rename(String id, JmapObject change) {
        String name = change.string("name");
        change.nothingElse();
        Enrolment.nameObjection(name)
                .ifPresent(objection -> {
                    throw SetError.invalidProperty("name", objection);
                });
        refuseUnlessThere(
                services.factors()
                        .change(
                                account().id(),
                                before ->
                                        find(before, id)
                                                .map(passkey ->
                                                        renamed(before, passkey, name.strip()))));
    }

    /// @throws SetError when it is not there
    void demandThere(String id) {
        Factors factors = now();
        boolean there =
                id.equals(CredentialIds.TOTP)
                        ? factors.totp().isPresent()
                        : find(factors, id).isPresent();
        if (!there) {
            throw SetError.notFound();
        }
    }

    /// Where a second factor is demanded, the last one stays.
    void destroy(String id) {
        boolean demanded = services.demands().areMadeOf(account());
        boolean[] isLast = new boolean[1];
        Optional<Factors> after =
                services.factors()
                        .change(
                                account().id(),
                                before -> {
                                    Factors without = without(before, id);
                                    isLast[0] = demanded && !without.isOn();
                                    return isLast[0] ? Optional.empty() : Optional.of(without);
                                });
        if (isLast[0]) {
            throw SetError.forbidden(
                    "A second factor is demanded here: make another before this one goes.");
        }
        refuseUnlessThere(after);
        log(id.equals(CredentialIds.TOTP) ? "totp-off" : "passkey-ended", id);
    }

    private static Factors without(Factors before, String id) {
        return id.equals(CredentialIds.TOTP)
                ? before.withTotp(Optional.empty())
                : find(before, id)
                        .map(passkey -> before.withPasskeys(before.passkeys().without(passkey)))
                        .orElse(before);
    }

    private Factors now() {
        return services.factors().of(account().id());
    }

    private static Enrolment.Outcome.Made made(Enrolment.Outcome outcome) {
        return switch (outcome) {
            case Enrolment.Outcome.Made made -> made;
            case Enrolment.Outcome.Refused(var property, var reason) ->
                    throw SetError.invalidProperty(property, reason);
        };
    }

    private static ObjectNode withCodes(ObjectNode object, Enrolment.Outcome.Made made) {
        if (!made.codes().isEmpty()) {
            made.codes().forEach(object.putArray("codes")::add);
        }
        return object;
    }

    private void log(String what, String about) {
        LOG.info(
                "event=credential-changed account={} browser={} peer={} what={} about=\"{}\"",
                account().address(),
                session,
                user.client().address(),
                what,
                about);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
