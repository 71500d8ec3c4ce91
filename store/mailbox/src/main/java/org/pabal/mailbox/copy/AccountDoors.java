// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.copy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pabal.directory.AccountId;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// Holds accounts back from all who use them, so that their records can be carried. Safe for use by
/// many threads. Nothing here outlasts the process: whoever holds accounts back says so again before
/// anyone is served.
///
/// Every method throws {@link org.pabal.message.UnavailableException} when storage cannot serve it.
public interface AccountDoors {

    /// From now on nobody reads or changes the account: they are told that it is not available. What
    /// was in flight has its outcome when this returns.
    ///
    /// @param reason what those are told who come
    void shut(AccountId account, String reason);

    /// From now on nobody changes the account; it can be read. What was in flight has its outcome when
    /// this returns.
    ///
    /// @param patience for how long a change waits for the doors to open before it is told the reason
    void freeze(AccountId account, String reason, Duration patience);

    /// Returns at once when everyone may change the account, and throws otherwise.
    void checkChanging(AccountId account);

    /// Opens the account again, and reads it anew from storage.
    void open(AccountId account);

    /// Tells the key of each change of the account that became durable, until it is closed. A key is
    /// told after storage shows the change.
    ///
    /// @param told on a thread of the store: it must neither block nor throw
    Following follow(AccountId account, Consumer<byte[]> told);

    interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /// How large an account is now that is in use.
    Size size(AccountId account);

    record Size(long messages, long octets) {}

    /// Reads an account that is shut from storage and checks that its mailboxes fit together.
    Contents check(AccountId account);

    /// @param indexes what stands of the account in spaces that are not its own, by space
    record Contents(
            int mailboxes, long messages, long octets, Map<Space, List<Change.Put>> indexes) {

        /// What makes the account known where it goes live.
        public List<SpaceChanges> putting() {
            return changes(List::copyOf);
        }

        /// What makes it forgotten where it was.
        public List<SpaceChanges> deleting() {
            return changes(puts ->
                    puts.stream().<Change>map(put -> new Change.Delete(put.key())).toList());
        }

        private List<SpaceChanges> changes(Function<List<Change.Put>, List<Change>> changed) {
            return indexes.entrySet().stream()
                    .filter(each -> !each.getValue().isEmpty())
                    .map(each -> SpaceChanges.of(each.getKey(), changed.apply(each.getValue())))
                    .toList();
        }
    }

    /// Tells those who listen to the store that messages came into the account.
    void arrived(AccountId account, long messages);

    /// Tells those who listen to the store that all of the account is gone.
    void left(AccountId account);
}
