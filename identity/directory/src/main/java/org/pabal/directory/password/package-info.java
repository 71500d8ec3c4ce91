// SPDX-License-Identifier: Apache-2.0

/// How passwords are kept and checked.
///
/// New ones are Argon2id (RFC 9106) with the settings of {@link Argon2Setting}; what older servers
/// kept ({@link PasswordHash} lists the schemes) is verified, and replaced at the first log-in.
/// Hashing takes long and much memory, so it runs in the {@link HashingPool} and nowhere else.
@NullMarked
package org.pabal.directory.password;

import org.jspecify.annotations.NullMarked;
