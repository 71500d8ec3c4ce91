// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.identity;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.Capability;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import org.pabal.message.Address;
import tools.jackson.databind.node.ObjectNode;

/// Identity/set: only with addresses that the account may write from. RFC 8621 §6.3.
record IdentitySet(Identities identities) implements JmapMethod {
    private static final int MAX_TEXT = 64 << 10;
    private static final int MAX_NAME = 255;

    @Override
    public String name() {
        return "Identity/set";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(identities, account.owner(), call.created(), Identities.properties(call))
                .run(request, call);
    }

    /// @param known the properties that this client knows of
    private record Editing(
            Identities identities, Account account, CreatedIds ids, List<String> known)
            implements SetTarget {

        @Override
        public String state() {
            return identities.state(account);
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            for (String name : List.of("id", "mayDelete")) {
                if (properties.has(name)) {
                    throw properties.wrong(name, "is set by the server");
                }
            }
            for (String name : Identities.REPLY_SIGNATURES) {
                if (properties.has(name) && !known.contains(name)) {
                    throw properties.wrong(name, "is not known here");
                }
            }
            ObjectNode whole = Identities.defaults();
            whole.setAll(properties.json());
            check(JmapObject.ofProperties(whole, ids));
            checkAddress(whole);
            if (identities.list(account).size() >= Identities.MAX) {
                throw SetError.overQuota("An account has at most " + Identities.MAX + ".");
            }
            String id = identities.stored().add(account.id(), 'I', Identities.kept(whole)).id();
            ObjectNode told = identities.find(account, id).orElseThrow(SetError::notFound);
            properties.json().propertyNames().forEach(told::remove);
            return told.retain(known);
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            ObjectNode current = identities.find(account, id).orElseThrow(SetError::notFound);
            ObjectNode next = patch.applyTo(current);
            for (String name : List.of("id", "mayDelete", "email")) {
                if (!current.path(name).equals(next.path(name))) {
                    throw SetError.invalidProperty(name, "cannot be changed");
                }
            }
            for (String name : Identities.REPLY_SIGNATURES) {
                if (!known.contains(name) && !current.path(name).equals(next.path(name))) {
                    throw SetError.invalidProperty(name, "is not known here");
                }
            }
            next.remove(List.of("id", "mayDelete"));
            check(JmapObject.ofProperties(next, ids));
            identities.stored().put(account.id(), id, Identities.kept(withDefaults(next)));
            return Optional.empty();
        }

        /// `null` stands for the default.
        private static ObjectNode withDefaults(ObjectNode object) {
            ObjectNode whole = Identities.defaults();
            object.properties()
                    .forEach(each -> {
                        if (!each.getValue().isNull()) {
                            whole.set(each.getKey(), each.getValue());
                        }
                    });
            return whole;
        }

        @Override
        public void destroy(String id) {
            if (id.equals(Identities.FIRST)) {
                throw SetError.forbidden("The first identity stays.");
            }
            if (!identities.stored().remove(account.id(), id)) {
                throw SetError.notFound();
            }
        }

        private void checkAddress(ObjectNode whole) {
            String email = whole.path("email").asString("");
            Optional<Address> address = Address.parse(email);
            if (address.isEmpty()) {
                throw SetError.invalidProperty("email", "must be an address");
            }
            if (!identities.directory().owns(account.id(), address.get())) {
                throw SetError.of("forbiddenFrom", "You may not write from " + address.get() + ".");
            }
        }

        private static void check(JmapObject object) {
            checkText(object, "name", MAX_NAME);
            checkText(object, "textSignature", MAX_TEXT);
            checkText(object, "htmlSignature", MAX_TEXT);
            for (String name : Identities.REPLY_SIGNATURES) {
                checkText(object, name, MAX_TEXT);
            }
            if (object.findString("name").orElse("").chars().anyMatch(Character::isISOControl)) {
                throw object.wrong("name", "must not have control characters");
            }
            object.findString("email");
            for (String name : List.of("replyTo", "bcc")) {
                for (JmapObject each : object.findObjects(name).orElse(List.of())) {
                    if (Address.parse(each.string("email")).isEmpty()) {
                        throw each.wrong("email", "must be an address");
                    }
                    checkText(each, "name", MAX_NAME);
                    each.nothingElse();
                }
            }
            object.nothingElse();
        }

        private static void checkText(JmapObject object, String name, int most) {
            if (object.findString(name).orElse("").length() > most) {
                throw object.wrong(name, "must have at most " + most + " characters");
            }
        }
    }
}
