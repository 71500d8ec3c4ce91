// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.function.Supplier;
import org.pabal.mailbox.StoreFullException;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;

/// What a failure of storage means to those who use mailboxes.
final class Failures {
    private Failures() {}

    static UnavailableException of(StorageException reason) {
        String message = String.valueOf(reason.getMessage());
        return reason instanceof StorageException.Full
                ? new StoreFullException(message, reason)
                : new UnavailableException(message, reason);
    }

    static <T> T translated(Supplier<T> action) {
        try {
            return action.get();
        } catch (StorageException reason) {
            throw of(reason);
        }
    }
}
