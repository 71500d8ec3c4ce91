// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.pabal.directory.Account;
import org.pabal.directory.AppPassword;
import org.pabal.directory.LoginRule;
import org.pabal.directory.LoginService;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.JmapUser;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;
import org.pabal.sessions.Totp;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An account's credentials as its owner sees them. No secret is among them.
final class CredentialList {
    static final Set<String> PROPERTIES =
            Set.of(
                    "id",
                    "type",
                    "on",
                    "since",
                    "left",
                    "secondFactor",
                    "appPasswordsOnly",
                    "name",
                    "services",
                    "made",
                    "expires",
                    "lastUsed",
                    "device",
                    "address",
                    "seen",
                    "shared",
                    "current",
                    "proofs",
                    "confirmedUntil",
                    "demanded",
                    "transports",
                    "verifies",
                    "backedUp",
                    "suspected");

    private final CredentialServices services;

    CredentialList(CredentialServices services) {
        this.services = services;
    }

    /// By id, in the order of the page that shows them.
    Map<String, ObjectNode> of(JmapUser user) {
        Account account = user.account();
        Factors factors = services.factors().of(account.id());
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        put(all, object(CredentialIds.PASSWORD, "password"));
        factors.passkeys().all().forEach(passkey -> put(all, passkey(passkey)));
        put(all, totp(factors));
        put(all, object(CredentialIds.RECOVERY, "recovery").put("left", factors.codes().left()));
        put(all, policy(account, factors));
        services.directory()
                .appPasswords(account.address())
                .forEach(password -> put(all, appPassword(password)));
        services.sessions()
                .list(account.id())
                .forEach(session -> put(all, session(session, user.session())));
        return all;
    }

    private static void put(Map<String, ObjectNode> all, ObjectNode object) {
        all.put(object.get("id").asString(), object);
    }

    private static ObjectNode object(String id, String type) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("type", type);
    }

    private static ObjectNode totp(Factors factors) {
        ObjectNode object =
                object(CredentialIds.TOTP, "totp").put("on", factors.totp().isPresent());
        return putDate(object, "since", factors.totp().map(Totp::since));
    }

    private static ObjectNode passkey(Passkey passkey) {
        ObjectNode object =
                object(CredentialIds.ofPasskey(passkey), "passkey").put("name", passkey.name());
        passkey.transports().forEach(object.putArray("transports")::add);
        object.put("verifies", passkey.isVerifying()).put("backedUp", passkey.isBackedUp());
        putDate(object, "made", Optional.of(passkey.made()));
        putDate(object, "lastUsed", passkey.used());
        return putDate(object, "suspected", passkey.suspected());
    }

    private ObjectNode policy(Account account, Factors factors) {
        return object(CredentialIds.POLICY, "policy")
                .put("on", factors.isOn())
                .put("demanded", services.demands().areMadeOf(account))
                .put("secondFactor", factors.policy().word())
                .put("appPasswordsOnly", isOnlyApps(account));
    }

    private boolean isOnlyApps(Account account) {
        return account.loginRule() == LoginRule.APP_PASSWORDS_ONLY
                || services.demands().ofDomain().test(account.address().domain());
    }

    private static ObjectNode appPassword(AppPassword password) {
        ObjectNode object =
                object(CredentialIds.ofAppPassword(password.name()), "appPassword")
                        .put("name", password.name());
        ArrayNode names = object.putArray("services");
        password.scope().stream().map(LoginService::word).sorted().forEach(names::add);
        putDate(object, "made", Optional.of(password.created()));
        putDate(object, "expires", password.expires());
        if (password.lastUsed().isPresent()) {
            object.put("lastUsed", password.lastUsed().get().toString());
        } else {
            object.putNull("lastUsed");
        }
        return object;
    }

    private ObjectNode session(Session session, Optional<String> current) {
        ObjectNode object =
                object(CredentialIds.SESSION + session.id(), "session")
                        .put("device", session.visitor().device())
                        .put("address", session.visitor().address())
                        .put("shared", session.isShared())
                        .put("current", current.filter(session.id()::equals).isPresent());
        putDate(object, "made", Optional.of(session.made()));
        putDate(object, "seen", Optional.of(session.seen()));
        boolean confirmed =
                session.isConfirmed(services.sessions().limits(), services.clock().instant());
        putDate(
                object,
                "confirmedUntil",
                Optional.of(session.confirmedUntil(services.sessions().limits()))
                        .filter(_ -> confirmed));
        ArrayNode proofs = object.putArray("proofs");
        session.proofs().stream().map(Proof::word).sorted().forEach(proofs::add);
        return object;
    }

    static ObjectNode putDate(ObjectNode object, String name, Optional<Instant> time) {
        if (time.isPresent()) {
            object.put(name, JmapObject.utcDate(time.get()));
        } else {
            object.putNull(name);
        }
        return object;
    }

    /// Another one whenever anything that is shown is another.
    static String state(Map<String, ObjectNode> all) {
        CRC32C sum = new CRC32C();
        sum.update(List.copyOf(all.values()).toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
