// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.GroupId;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredGroup;
import org.pabal.directory.source.SourceGroup;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// The numbers of groups that other directories know, for good: as {@link Register} keeps those of
/// accounts. A number is durable before anybody hears of it.
///
/// A group that its source has no more keeps its number, and with it what it was given: it may have
/// been out of sight by mistake. The number goes when another group has taken the name.
final class GroupRegister {
    private static final Space SPACE = Space.Shared.DIRECTORY;
    private static final int PAGE = 10_000;

    /// As of accounts.
    private static final int MAX_KEY_CHARS = 512;

    private final Storage storage;
    private final BuiltInDirectory builtIn;
    private volatile Known known = new Known(-1, Map.of(), Map.of());

    private record Key(String source, String key) {}

    /// All of them, as of a version of the space.
    private record Known(
            long version, Map<GroupId, RegisteredGroup> byId, Map<Key, RegisteredGroup> byKey) {}

    /// @param builtIn whose counter and whose version of the space these are
    GroupRegister(Storage storage, BuiltInDirectory builtIn) {
        this.storage = storage;
        this.builtIn = builtIn;
    }

    Optional<RegisteredGroup> find(GroupId id) {
        return Optional.ofNullable(known().byId().get(id));
    }

    List<RegisteredGroup> of(String source) {
        return known().byId().values().stream()
                .filter(each -> each.source().equals(source))
                .toList();
    }

    /// Those that were called so when they were heard of last; more than one where a name has gone to
    /// another group.
    List<RegisteredGroup> named(String source, Address name) {
        return of(source).stream().filter(each -> each.known().address().equals(name)).toList();
    }

    /// The groups as the source has just described them: numbered where they are new, renewed where
    /// they are called otherwise. What cannot have a number is left out.
    List<RegisteredGroup> seen(String source, List<SourceGroup> groups) {
        List<SourceGroup> usable =
                groups.stream()
                        .filter(each ->
                                !each.key().isEmpty() && each.key().length() <= MAX_KEY_CHARS)
                        .toList();
        if (usable.stream().anyMatch(each -> find(source, each).isEmpty())) {
            builtIn.numberAll(first -> newcomers(source, usable, first));
        }
        if (!renewed(source, usable).isEmpty()) {
            builtIn.keep(() -> renewed(source, usable));
        }
        return usable.stream().flatMap(each -> find(source, each).stream()).toList();
    }

    private Optional<RegisteredGroup> find(String source, SourceGroup group) {
        return Optional.ofNullable(known().byKey().get(new Key(source, group.key())));
    }

    private List<Change> newcomers(String source, List<SourceGroup> groups, long first) {
        List<Change> entries = new ArrayList<>();
        for (SourceGroup each : groups) {
            if (find(source, each).isEmpty()) {
                GroupId id = new GroupId(first + entries.size());
                entries.add(put(new RegisteredGroup(id, source, each)));
            }
        }
        return entries;
    }

    private List<Change> renewed(String source, List<SourceGroup> groups) {
        List<Change> entries = new ArrayList<>();
        for (SourceGroup each : groups) {
            find(source, each)
                    .filter(before -> !before.known().equals(each))
                    .ifPresent(before -> entries.add(put(before.with(each))));
        }
        return entries;
    }

    private static Change put(RegisteredGroup group) {
        return new Change.Put(RegisteredGroup.numberKey(group.id()), group.encode());
    }

    /// Its number is never given again.
    void remove(RegisteredGroup gone) {
        builtIn.keep(() ->
                find(gone.id())
                        .map(_ ->
                                List.<Change>of(
                                        new Change.Delete(RegisteredGroup.numberKey(gone.id()))))
                        .orElse(List.of()));
    }

    /// What changes with every answer that is made of the directory's own records.
    long version() {
        return available(() -> storage.version(SPACE));
    }

    private Known known() {
        Known before = known;
        long version = version();
        if (before.version() != version) {
            before = read(version);
            known = before;
        }
        return before;
    }

    private Known read(long version) {
        Map<GroupId, RegisteredGroup> byId = new HashMap<>();
        Map<Key, RegisteredGroup> byKey = new HashMap<>();
        byte[] from = {RegisteredGroup.BY_NUMBER};
        byte[] to = Keys.afterPrefix(from);
        while (true) {
            byte[] start = from;
            List<Entry> page = available(() -> storage.scan(SPACE, start, to, PAGE));
            for (Entry entry : page) {
                RegisteredGroup group = RegisteredGroup.decode(entry.key(), entry.value());
                byId.put(group.id(), group);
                byKey.put(new Key(group.source(), group.known().key()), group);
            }
            if (page.size() < PAGE) {
                return new Known(version, byId, byKey);
            }
            from = Keys.successor(page.getLast().key());
        }
    }

    private static <T> T available(Supplier<T> step) {
        try {
            return step.get();
        } catch (StorageException e) {
            throw new UnavailableException(
                    "the directory cannot be read for now: " + e.getMessage(), e);
        }
    }
}
