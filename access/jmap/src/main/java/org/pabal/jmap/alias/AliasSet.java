// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.alias;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliases;
import org.pabal.directory.OwnAliases.Outcome;
import org.pabal.directory.OwnAliases.Refusal;
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

/// Alias/set: within what the administrator allows. What is destroyed refuses mail from then on.
record AliasSet(Aliases aliases) implements JmapMethod {
    private static final List<String> CHANGEABLE = List.of("enabled", "expires", "note");

    @Override
    public String name() {
        return "Alias/set";
    }

    @Override
    public String capability() {
        return AliasCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(aliases, account.owner(), call.created()).run(request, call);
    }

    private record Editing(Aliases aliases, Account account, CreatedIds ids) implements SetTarget {

        @Override
        public String state() {
            return aliases.state(account);
        }

        private OwnAliases own() {
            return aliases.own();
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            for (String name : List.of("id", "kind", "isExpired", "made", "enabled")) {
                if (properties.has(name)) {
                    throw properties.wrong(name, "is set by the server");
                }
            }
            Address address =
                    Address.parse(properties.string("address"))
                            .orElseThrow(() -> properties.wrong("address", "must be an address"));
            Optional<Instant> expires = properties.findUtcDate("expires");
            String note = properties.findString("note").orElse("");
            properties.nothingElse();
            OwnAlias made = require(own().make(account, address, expires, note));
            ObjectNode told = aliases.json(made);
            told.remove(List.of("expires", "note"));
            return told;
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            OwnAlias before = find(id);
            ObjectNode shown = aliases.json(before);
            ObjectNode next = patch.applyTo(shown);
            for (String name : Aliases.PROPERTIES) {
                if (!CHANGEABLE.contains(name) && !shown.path(name).equals(next.path(name))) {
                    throw SetError.invalidProperty(name, "cannot be changed");
                }
            }
            JmapObject wanted = JmapObject.ofProperties(next, ids);
            Optional<Instant> expires = wanted.findUtcDate("expires");
            boolean enabled = wanted.bool("enabled", true);
            String note = wanted.findString("note").orElse("");
            wanted.known(Aliases.PROPERTIES.toArray(String[]::new)).nothingElse();
            OwnAlias after =
                    require(own().change(account.id(), before.address(), expires, enabled, note));
            return before.hasExpired(aliases.now()) == after.hasExpired(aliases.now())
                    ? Optional.empty()
                    : Optional.of(isExpired(after));
        }

        private ObjectNode isExpired(OwnAlias alias) {
            ObjectNode told = aliases.json(alias);
            told.retain(List.of("isExpired"));
            return told;
        }

        @Override
        public void destroy(String id) {
            require(own().giveUp(account.id(), find(id).address()));
        }

        private OwnAlias find(String id) {
            return aliases.find(account, id)
                    .orElseThrow(() ->
                            aliases.list(account).stream()
                                            .anyMatch(each -> each.path("id").asString().equals(id))
                                    ? SetError.forbidden("This one is the administrator's.")
                                    : SetError.notFound());
        }

        private OwnAlias require(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Done(OwnAlias alias) -> alias;
                case Outcome.Refused(Refusal why) -> throw error(why);
            };
        }

        private SetError error(Refusal why) {
            return switch (why) {
                case NOT_OFFERED ->
                        own().isOurs(account.id())
                                ? SetError.forbidden(
                                        "People make no addresses here; ask the administrator.")
                                : SetError.forbidden(
                                        "Another directory says which addresses you have.");
                case TOO_MANY ->
                        SetError.overQuota(
                                "You may have "
                                        + own().terms().most()
                                        + ", and new ones in the place of those given up only"
                                        + " after a while.");
                case DOMAIN ->
                        SetError.invalidProperty("address", "must be in " + own().domains(account));
                case NAME ->
                        SetError.invalidProperty(
                                "address",
                                "must have "
                                        + OwnAliases.MIN_NAME
                                        + " to "
                                        + OwnAliases.MAX_NAME
                                        + " of a-z, 0-9 and single . - _ between them before the @");
                case NOT_TO_BE_HAD ->
                        SetError.of(
                                "addressNotAvailable",
                                "This address is not to be had; choose another name.");
                case EXPIRED -> SetError.invalidProperty("expires", "must be later than now");
                case NOTE ->
                        SetError.invalidProperty(
                                "note",
                                "must have at most "
                                        + OwnAliases.MAX_NOTE
                                        + " characters, no control characters");
                case UNKNOWN -> SetError.notFound();
            };
        }
    }
}
