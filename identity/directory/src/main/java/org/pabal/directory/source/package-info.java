// SPDX-License-Identifier: Apache-2.0

/// Directories besides the built-in one: LDAP, password files, programs. A source knows names and
/// judges passwords; it knows nothing of the store. What it says is remembered for a bounded time
/// and given numbers by whoever asks it, so that a source is a few plain questions.
///
/// A source that cannot answer throws {@link org.pabal.message.UnavailableException}: never is an
/// address unknown or a password wrong because a server is down (THREATS A13, S34).
@NullMarked
package org.pabal.directory.source;

import org.jspecify.annotations.NullMarked;
