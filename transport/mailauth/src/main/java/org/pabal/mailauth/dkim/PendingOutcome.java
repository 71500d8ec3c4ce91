// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// What will come of a signature when the body has ended and the key is there.
public interface PendingOutcome {
    /// After the body's end. Waits for the key within the rules' time; the same when asked again.
    DkimOutcome finish();
}
