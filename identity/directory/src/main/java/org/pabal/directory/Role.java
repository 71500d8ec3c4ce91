// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

/// What an account may do besides its own mail. Each role includes those before it.
public enum Role {
    USER,

    /// Administers the accounts and aliases of its own domain.
    DOMAIN_ADMINISTRATOR,

    /// Administers all.
    ADMINISTRATOR
}
