// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.Sharing;
import org.pabal.jmap.method.RecentLists;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.mime.UnicodeCasemap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whom a user may find: those that {@link Sharing#visible} says, those who share with the user, and
/// those with whom the user shares. RFC 9670 §2.
///
/// @param recent states that were told of, as lists of {@link #lines}
/// @param account what the session object says of an account
public record Principals(
        Sharing sharing,
        MailboxStore store,
        RecentLists recent,
        Function<JmapAccount, ObjectNode> account) {
    static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "type",
                    "name",
                    "description",
                    "email",
                    "timeZone",
                    "capabilities",
                    "accounts");

    public List<JmapMethod> methods() {
        return List.of(
                new PrincipalGet(this),
                new PrincipalChanges(this),
                new PrincipalSet(this),
                new PrincipalQuery(this),
                new PrincipalQueryChanges(this));
    }

    /// Whom one user finds, by id, in the order of their names.
    Map<String, Principal> of(JmapUser user) {
        Account self = user.account();
        List<Principal> found = new ArrayList<>();
        sharing.people().accounts().stream()
                .filter(each -> each.enabled() && isVisible(self, each.address()))
                .forEach(each -> found.add(Principal.of(each)));
        sharing.people().groups().all().stream()
                .filter(each -> isVisible(self, each.address()))
                .forEach(each -> found.add(Principal.of(each)));
        sharing.people().account(self.id()).map(Principal::of).ifPresent(found::add);
        shares(user).forEach(each -> find(each).ifPresent(found::add));
        if (store.sharesWithAnyone()) {
            found.add(Principal.ANYONE);
        }
        Map<String, Principal> byId = new LinkedHashMap<>();
        found.stream()
                .sorted(
                        Comparator.comparing((Principal each) -> UnicodeCasemap.fold(each.name()))
                                .thenComparing(Principal::id))
                .forEach(each -> byId.putIfAbsent(each.id(), each));
        return byId;
    }

    private boolean isVisible(Account self, Address other) {
        return switch (sharing.visible()) {
            case NOBODY -> false;
            case DOMAIN -> other.domain().equals(self.address().domain());
            case EVERYBODY -> true;
        };
    }

    /// With whom the user shares, either way.
    private Set<Grantee> shares(JmapUser user) {
        Set<Grantee> shares = new TreeSet<>();
        for (JmapAccount each : user.accounts()) {
            if (!each.isPersonal()) {
                shares.add(new Grantee.Account(each.owner().id()));
            }
        }
        for (MailboxInfo each : store.open(user.account()).list()) {
            shares.addAll(each.acl().given().keySet());
        }
        return shares;
    }

    private Optional<Principal> find(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> Optional.of(Principal.ANYONE);
            case Grantee.Account(AccountId id) -> sharing.people().account(id).map(Principal::of);
            case Grantee.Group(GroupId id) -> sharing.people().groups().find(id).map(Principal::of);
        };
    }

    /// Somebody to whom the user may give rights. Who cannot be found is given none: nobody learns
    /// by guessing who is here (THREATS J05).
    ///
    /// @return empty for whom the user does not find
    public Optional<Principal> shareable(JmapUser user, String principalId) {
        return Optional.ofNullable(of(user).get(principalId))
                .filter(each -> store.sharesWithAnyone() || !each.equals(Principal.ANYONE));
    }

    /// What others are told of who has changed something.
    public Optional<ObjectNode> entity(AccountId who) {
        return sharing.people()
                .account(who)
                .map(Principal::of)
                .map(each -> {
                    ObjectNode json = JsonNodeFactory.instance.objectNode();
                    json.put("name", each.name());
                    json.put("email", each.email().map(Address::toString).orElse(null));
                    json.put("principalId", each.id());
                    return json;
                });
    }

    ObjectNode json(JmapUser user, Principal principal) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", principal.id());
        json.put("type", principal.type().name().toLowerCase(Locale.ROOT));
        json.put("name", principal.name());
        json.putNull("description");
        json.put("email", principal.email().map(Address::toString).orElse(null));
        json.putNull("timeZone");
        json.putObject("capabilities");
        Optional<JmapAccount> shown =
                principal
                        .account()
                        .flatMap(id ->
                                user.accounts().stream()
                                        .filter(each -> each.id().equals(id))
                                        .findFirst());
        if (shown.isPresent()) {
            json.putObject("accounts").set(shown.get().id(), account.apply(shown.get()));
        } else {
            json.putNull("accounts");
        }
        return json;
    }

    /// All that a user finds, each with a mark that changes with it.
    List<String> lines(JmapUser user) {
        return of(user).values().stream()
                .map(each ->
                        each.id()
                                + " "
                                + UUID.nameUUIDFromBytes(
                                        json(user, each)
                                                .toString()
                                                .getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /// The state of what a user finds; remembered for {@link PrincipalChanges}.
    String state(JmapUser user) {
        return recent.remember(key(user), lines(user));
    }

    static String key(JmapUser user) {
        return "principals of " + Ids.of(user.account().id());
    }
}
