// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups.Group;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.Resolution;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.message.Address;
import org.pabal.storage.Change;

/// Aliases and groups come, change and go.
record AliasChanges(DirectoryChanges changes) {
    private static final int MAX_TARGETS = 1_000;

    private DirectoryIndex index() {
        return changes.index();
    }

    Outcome add(Alias alias) {
        Alias added =
                new Alias(
                        alias.address().lookupForm(),
                        alias.targets().stream().distinct().toList(),
                        alias.owner(),
                        alias.senders());
        return changes.change(() ->
                new NameRules(index())
                        .objection(added.address())
                        .or(() -> objection(added))
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() -> write(added)));
    }

    private Plan write(Alias alias) {
        if (!alias.isGroup() || index().groups().find(alias.address()).isPresent()) {
            return new Plan.Write(List.of(put(alias)), index -> index.putAlias(alias));
        }
        Group group = new Group(new GroupId(changes.nextId().value()), alias.address());
        return new Plan.Write(
                List.of(put(alias), put(group), nextId(group.id().value() + 1)),
                index -> {
                    index.putAlias(alias);
                    index.groups().put(group);
                });
    }

    private static Change put(Group group) {
        return new Change.Put(DirectoryFormat.groupKey(group.id()), DirectoryFormat.encode(group));
    }

    private static Change nextId(long next) {
        return new Change.Put(DirectoryFormat.nextIdKey(), DirectoryFormat.encodeNumber(next));
    }

    /// Gives groups a number that are from before groups had one.
    void numberAll() {
        if (!withoutNumber().isEmpty()) {
            changes.change(() -> {
                List<Group> groups = withoutNumber();
                if (groups.isEmpty()) {
                    return new Plan.Refuse("numbered meanwhile");
                }
                List<Change> all = new ArrayList<>(groups.stream().map(AliasChanges::put).toList());
                all.add(nextId(groups.getLast().id().value() + 1));
                return new Plan.Write(all, index -> groups.forEach(index.groups()::put));
            });
        }
    }

    /// With the numbers that they are to have.
    private List<Group> withoutNumber() {
        List<Group> groups = new ArrayList<>();
        for (Alias each : index().aliases()) {
            if (each.isGroup() && index().groups().find(each.address()).isEmpty()) {
                long number = changes.nextId().value() + groups.size();
                groups.add(new Group(new GroupId(number), each.address()));
            }
        }
        return groups;
    }

    static Change put(Alias alias) {
        return new Change.Put(
                DirectoryFormat.aliasKey(alias.address()), DirectoryFormat.encode(alias));
    }

    private Optional<String> objection(Alias alias) {
        if (alias.targets().isEmpty() && !alias.isGroup()) {
            return Optional.of("an alias leads to 1 to " + MAX_TARGETS + " addresses");
        }
        if (alias.targets().size() > MAX_TARGETS) {
            return Optional.of(
                    "an alias leads to at most "
                            + MAX_TARGETS
                            + " addresses; put some of them into a group of their own");
        }
        if (alias.targets().stream().anyMatch(target -> target.localPart().isEmpty())) {
            return Optional.of("a target of an alias needs a name before the @");
        }
        return alias.owner()
                .flatMap(owner -> ownerObjection(alias, owner))
                .or(() -> new AliasPaths(index()).objection(alias));
    }

    private Optional<String> ownerObjection(Alias alias, Address owner) {
        if (owner.lookupForm().equals(alias.address())) {
            return Optional.of(
                    owner + " cannot be its own owner: name a person who is told of failures");
        }
        return index().resolve(owner) instanceof Resolution.Unknown
                        && !index().isForeign(owner.domain())
                ? Optional.of(
                        owner
                                + " is not an address of this server, although its domain is; name"
                                + " another owner or add it first: pabal account add "
                                + owner)
                : Optional.empty();
    }

    Outcome setGroup(Address group, Optional<Address> owner, WhoMaySend senders) {
        return change(
                group,
                before -> {
                    Alias after =
                            new Alias(
                                    before.address(),
                                    before.targets(),
                                    owner,
                                    Optional.of(senders));
                    return judged(after);
                });
    }

    Outcome addMembers(Address alias, List<Address> members) {
        return change(
                alias,
                before -> {
                    List<Address> targets = new ArrayList<>(before.targets());
                    for (Address member : members) {
                        if (holds(targets, member)) {
                            return new Plan.Refuse(
                                    member + " is there already: " + before.address());
                        }
                        targets.add(member);
                    }
                    return judged(before.withTargets(List.copyOf(targets)));
                });
    }

    Outcome removeMembers(Address alias, List<Address> members) {
        return change(
                alias,
                before -> {
                    List<Address> targets = new ArrayList<>(before.targets());
                    for (Address member : members) {
                        if (!targets.removeIf(each -> isSame(each, member))) {
                            return new Plan.Refuse(
                                    member + " is not among those of " + before.address());
                        }
                    }
                    return judged(before.withTargets(List.copyOf(targets)));
                });
    }

    private static boolean holds(List<Address> targets, Address member) {
        return targets.stream().anyMatch(each -> isSame(each, member));
    }

    private static boolean isSame(Address one, Address other) {
        return one.lookupForm().equals(other.lookupForm());
    }

    private Plan judged(Alias after) {
        return objection(after).<Plan>map(Plan.Refuse::new).orElseGet(() -> write(after));
    }

    private Outcome change(Address alias, Function<Alias, Plan> plan) {
        return changes.change(() ->
                index().alias(alias)
                        .map(plan)
                        .orElseGet(() -> new Plan.Refuse(noSuchAlias(alias.lookupForm()))));
    }

    /// Also an address that somebody made of the own accord, which is then to be had again.
    Outcome remove(Address alias) {
        return changes.change(() ->
                index().alias(alias)
                        .map(this::removal)
                        .or(() -> index().ownAlias(alias.lookupForm()).map(this::removal))
                        .orElseGet(() -> new Plan.Refuse(noSuchAlias(alias.lookupForm()))));
    }

    /// Of a group with its number, which nobody has ever again.
    private Plan removal(Alias alias) {
        List<Change> all = new ArrayList<>();
        all.add(new Change.Delete(DirectoryFormat.aliasKey(alias.address())));
        index().groups()
                .find(alias.address())
                .map(group -> new Change.Delete(DirectoryFormat.groupKey(group.id())))
                .ifPresent(all::add);
        return new Plan.Write(
                all,
                index -> {
                    index.removeAlias(alias.address());
                    index.groups().remove(alias.address());
                });
    }

    /// Where its owner lives it is removed, and the other hosts hear of it.
    private Plan removal(OwnAlias own) {
        Optional<Account> elsewhere =
                index().account(own.account()).filter(owner -> !owner.isHere());
        return elsewhere.isPresent()
                ? new Plan.Refuse(
                        Sentences.shown(own.address())
                                + " was made by "
                                + elsewhere.get().address()
                                + ", who lives on the host "
                                + elsewhere.get().host().orElseThrow()
                                + ": remove it there")
                : new Plan.Write(
                        List.of(OwnAliasChanges.delete(own)),
                        index -> index.removeOwnAlias(own.address()));
    }

    private static String noSuchAlias(Address alias) {
        return Sentences.shown(alias)
                + " is not an alias of this server; pabal alias list shows them";
    }
}
