// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.alias;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliases;
import org.pabal.jmap.Capability;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.method.RecentLists;
import org.pabal.message.Address;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The aliases of accounts: those that their owners have made, and those that the administrator has
/// given to them alone. Only of the first a state is kept, and told by.
///
/// @param given by the administrator
/// @param recent states that were told of, as lists of {@link #lines}
public record Aliases(
        OwnAliases own, DirectoryAdministration given, InstantSource clock, RecentLists recent) {
    static final List<String> PROPERTIES =
            List.of("id", "address", "kind", "enabled", "expires", "isExpired", "made", "note");

    public Aliases(OwnAliases own, DirectoryAdministration given, InstantSource clock) {
        this(own, given, clock, new RecentLists());
    }

    public Capability capability() {
        return new AliasCapability(own);
    }

    public List<JmapMethod> methods() {
        return List.of(new AliasGet(this), new AliasChanges(this), new AliasSet(this));
    }

    /// As an address may have more characters than an id.
    public static String id(Address address) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(address.toString().getBytes(StandardCharsets.UTF_8));
            return "L" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    /// What others give first, then what was made, in the order of the making.
    List<ObjectNode> list(Account account) {
        List<ObjectNode> all = new ArrayList<>();
        for (Alias each : given.aliases()) {
            if (leadsTo(each, account)) {
                all.add(json(each));
            }
        }
        own.of(account.id()).forEach(each -> all.add(json(each)));
        return all;
    }

    /// To this account and to nobody else: who is with it on a list, the administrator tells.
    private static boolean leadsTo(Alias alias, Account account) {
        return !alias.isGroup()
                && !alias.address().localPart().isEmpty()
                && alias.targets().size() == 1
                && alias.targets().getFirst().lookupForm().equals(account.address().lookupForm());
    }

    Optional<OwnAlias> find(Account account, String id) {
        return own.of(account.id()).stream()
                .filter(each -> id(each.address()).equals(id))
                .findFirst();
    }

    ObjectNode json(OwnAlias alias) {
        ObjectNode json = json(alias.address(), "own");
        json.put("enabled", alias.enabled());
        json.put("expires", alias.expires().map(JmapObject::utcDate).orElse(null));
        json.put("isExpired", alias.hasExpired(clock.instant()));
        json.put("made", JmapObject.utcDate(alias.made()));
        json.put("note", alias.note());
        return json;
    }

    private static ObjectNode json(Alias alias) {
        ObjectNode json = json(alias.address(), "given");
        json.put("enabled", true);
        json.putNull("expires");
        json.put("isExpired", false);
        json.putNull("made");
        json.put("note", "");
        return json;
    }

    private static ObjectNode json(Address address, String kind) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id(address));
        json.put("address", address.toString());
        json.put("kind", kind);
        return json;
    }

    Instant now() {
        return clock.instant();
    }

    // --- states

    static String key(Account account) {
        return "aliases of " + Ids.of(account.id());
    }

    /// Each with its id and a digest of what it is.
    List<String> lines(Account account) {
        return own.of(account.id()).stream()
                .map(each -> {
                    String is = Integer.toHexString(json(each).toString().hashCode());
                    return id(each.address()) + " " + is;
                })
                .toList();
    }

    String state(Account account) {
        return recent.remember(key(account), lines(account));
    }
}
