// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

/// Where a key is in its life.
public enum KeyState {
    /// Signs nothing yet: its record is to be published, or is not known everywhere.
    PREPARED,
    SIGNING,
    /// Signs nothing any more; its record stays for what it has signed.
    RETIRED
}
