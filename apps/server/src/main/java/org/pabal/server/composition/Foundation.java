// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pabal.cluster.move.Moves;
import org.pabal.directory.AccountId;
import org.pabal.directory.Subaddress;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.builtin.PasswordConfig;
import org.pabal.directory.joined.JoinedConfig;
import org.pabal.directory.joined.JoinedDirectory;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.search.AccountIndexes;
import org.pabal.search.Accounts;
import org.pabal.search.SearchConfig;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.embedded.EmbeddedConfig;
import org.pabal.storage.embedded.EmbeddedStorage;

/// What lasts and who is here: the parts that the server and a command without a server share.
record Foundation(
        InstantSource clock,
        Storage storage,
        JoinedDirectory directory,
        StoredMailboxes mailboxes,
        AccountIndexes indexes)
        implements AutoCloseable {

    /// @param directories besides the built-in one; closed with it
    /// @throws StartFailure when the store is in use or cannot be opened
    static Foundation open(
            DataDirectory data,
            Subaddress subaddress,
            Predicate<Domain> onlyAppPasswords,
            ForeignDirectories directories,
            MailboxConfig mailboxLimits,
            SearchConfig search)
            throws StartFailure {
        InstantSource clock = InstantSource.system();
        Storage storage = openStorage(data);
        try {
            JoinedDirectory directory =
                    directory(storage, clock, subaddress, onlyAppPasswords, directories);
            StoredMailboxes mailboxes =
                    new StoredMailboxes(storage, clock, mailboxLimits, directory.groups());
            Moves.shutDoors(storage, mailboxes.doors());
            AccountIndexes indexes = new AccountIndexes(search, accounts(directory, mailboxes));
            mailboxes.listen(indexes);
            return new Foundation(clock, storage, directory, mailboxes, indexes);
        } catch (UnavailableException | StorageException unreadable) {
            storage.close();
            throw new StartFailure(
                    "the store in " + data.store() + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static JoinedDirectory directory(
            Storage storage,
            InstantSource clock,
            Subaddress subaddress,
            Predicate<Domain> onlyAppPasswords,
            ForeignDirectories directories) {
        Set<Domain> foreign =
                directories.attachments().stream()
                        .flatMap(attachment -> attachment.terms().domains().stream())
                        .collect(Collectors.toSet());
        BuiltInDirectory builtIn =
                new BuiltInDirectory(
                        storage,
                        new DirectoryConfig(
                                PasswordConfig.defaults(), subaddress, foreign, onlyAppPasswords),
                        new SecureRandom(),
                        clock);
        return new JoinedDirectory(
                builtIn,
                directories.attachments(),
                new JoinedConfig(subaddress, directories.offersScram(), directories.isThisHost()),
                storage,
                new SecureRandom());
    }

    private static Accounts accounts(JoinedDirectory directory, MailboxStore mailboxes) {
        return new Accounts() {
            @Override
            public boolean has(long account) {
                return directory.account(new AccountId(account)).isPresent();
            }

            @Override
            public Optional<AccountMailboxes> open(long account) {
                return directory.account(new AccountId(account)).map(mailboxes::open);
            }
        };
    }

    private static Storage openStorage(DataDirectory data) throws StartFailure {
        try {
            return EmbeddedStorage.open(EmbeddedConfig.defaults(data.store()));
        } catch (StorageException cannot) {
            throw new StartFailure(String.valueOf(cannot.getMessage()), cannot);
        }
    }

    /// Storage last: the others may still be handing over.
    @Override
    public void close() {
        indexes.close();
        mailboxes.close();
        directory.close();
        storage.close();
    }
}
