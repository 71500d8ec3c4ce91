// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.List;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.QuotaResource;

/// Keeps how far a job has come. For one thread.
interface Keeper {

    /// Tells the job from others of its account.
    String name();

    /// As it was kept last.
    ImportJob current();

    /// Files messages and keeps where the job is then, in one commit or not at all.
    ///
    /// @throws FullException when the account has no room for them
    void keep(ImportJob next, List<Filing> filings);

    /// @throws OverException when the job is to work no more
    void mayGoOn();

    /// The account is full.
    final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final QuotaResource resource;

        FullException(QuotaResource resource) {
            super("the account is full: " + resource);
            this.resource = resource;
        }

        QuotaResource resource() {
            return resource;
        }
    }

    /// Somebody else has ended the job, or this process ends.
    final class OverException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
