// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.Subaddress;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.directory.format.v1.StoredAppPassword;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// The directory's space in the storage. What the engine cannot do is the directory's being
/// unavailable.
record DirectoryStore(
        Storage storage, Subaddress subaddress, Set<Domain> foreignDomains, InstantSource clock) {
    private static final Space SPACE = Space.Shared.DIRECTORY;
    private static final int PAGE = 10_000;

    /// All names as of one version of the space.
    record Loaded(DirectoryIndex index, long nextId, long version) {}

    /// Reads the whole directory, again while somebody else changes it.
    Loaded load() {
        return available(() -> {
            while (true) {
                long version = storage.version(SPACE);
                DirectoryIndex index = loadIndex();
                long nextId =
                        storage.read(SPACE, DirectoryFormat.nextIdKey())
                                .map(v -> DirectoryFormat.decodeNumber("the next id", v))
                                .orElse(1L);
                if (storage.version(SPACE) == version) {
                    return new Loaded(index, nextId, version);
                }
            }
        });
    }

    private DirectoryIndex loadIndex() {
        DirectoryIndex index = new DirectoryIndex(subaddress, foreignDomains, clock);
        Map<String, Domain> domains = new HashMap<>();
        scan(
                DirectoryFormat.DOMAIN,
                (key, _) -> {
                    Domain domain = new Domain(DirectoryFormat.nameIn(key));
                    domains.put(domain.name(), domain);
                    index.putDomain(domain);
                });
        scan(
                DirectoryFormat.DOMAIN_ALIAS,
                (key, value) ->
                        index.putDomainAlias(
                                new DomainAlias(
                                        new Domain(DirectoryFormat.nameIn(key)),
                                        new Domain(
                                                DirectoryFormat.decodeText(
                                                        "a domain's alias", value)))));
        scan(
                DirectoryFormat.ACCOUNT,
                (key, value) ->
                        index.putAccount(
                                DirectoryFormat.decodeAccount(
                                        key,
                                        value,
                                        name -> domains.computeIfAbsent(name, Domain::new))));
        scan(
                DirectoryFormat.ALIAS,
                (key, value) ->
                        index.putAlias(
                                DirectoryFormat.decodeAlias(
                                        key,
                                        value,
                                        name -> domains.computeIfAbsent(name, Domain::new))));
        scan(
                DirectoryFormat.GROUP,
                (key, value) ->
                        index.groups()
                                .put(
                                        DirectoryFormat.decodeGroup(
                                                key,
                                                value,
                                                name ->
                                                        domains.computeIfAbsent(
                                                                name, Domain::new))));
        scan(
                DirectoryFormat.OWN_ALIAS,
                (key, value) ->
                        index.putOwnAlias(
                                DirectoryFormat.decodeOwnAlias(
                                        key,
                                        value,
                                        name -> domains.computeIfAbsent(name, Domain::new))));
        scan(
                DirectoryFormat.GRANT,
                (key, _) ->
                        index.putGrant(
                                DirectoryFormat.grantAccount(key),
                                DirectoryFormat.grantSendAs(
                                        key, name -> domains.computeIfAbsent(name, Domain::new))));
        return index;
    }

    private void scan(byte kind, BiConsumer<byte[], byte[]> taker) {
        byte[] from = {kind};
        byte[] to = Keys.afterPrefix(from);
        while (true) {
            List<Entry> page = storage.scan(SPACE, from, to, PAGE);
            for (Entry entry : page) {
                taker.accept(entry.key(), entry.value());
            }
            if (page.size() < PAGE) {
                return;
            }
            from = Keys.successor(page.getLast().key());
        }
    }

    Optional<StoredCredential> credential(AccountId id) {
        return available(() -> storage.read(SPACE, DirectoryFormat.credentialKey(id)))
                .map(value -> StoredCredential.decode(id.value(), value));
    }

    /// In the order of their names. As much work for an account that is not there.
    List<StoredAppPassword> appPasswords(AccountId id) {
        byte[] from = DirectoryFormat.appPasswordsKey(id);
        return available(() ->
                        storage.scan(
                                SPACE, from, Keys.afterPrefix(from), AppPasswords.MAX_OF_ACCOUNT))
                .stream()
                .map(entry -> StoredAppPassword.decode(id.value(), entry.value()))
                .toList();
    }

    Optional<byte[]> secret() {
        return available(() -> storage.read(SPACE, DirectoryFormat.secretKey()))
                .map(value -> DirectoryFormat.decodeOctets("the directory's secret", value));
    }

    /// @return true when the changes are durable, false when the space has another version
    boolean commit(long expectedVersion, List<Change> changes) {
        Commit commit =
                new Commit(
                        UUID.randomUUID(),
                        List.of(SpaceChanges.ifVersion(SPACE, expectedVersion, changes)));
        return available(() ->
                switch (storage.commit(commit)) {
                    case CommitOutcome.Committed _ -> true;
                    case CommitOutcome.VersionMismatch _ -> false;
                    case CommitOutcome.Failed(var reason) -> throw reason;
                });
    }

    private static <T> T available(Supplier<T> step) {
        try {
            return step.get();
        } catch (StorageException e) {
            throw new UnavailableException(
                    "the directory cannot be read or changed for now: " + e.getMessage(), e);
        }
    }
}
