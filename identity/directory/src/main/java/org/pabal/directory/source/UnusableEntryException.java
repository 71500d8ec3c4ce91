// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

import org.pabal.message.UnavailableException;

/// The source answers, but nothing can be made of what it says about this one name: two entries for
/// it, or values outside their grammar (THREATS L02, L03). Temporary for whoever asks, and no reason
/// to take the source for one that is down.
public final class UnusableEntryException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong with which entry, for the operator
    public UnusableEntryException(String message) {
        super(message);
    }
}
