// SPDX-License-Identifier: Apache-2.0

/// How an account gets a second factor: by its owner in a session, or right behind the password where
/// none may be without.
@NullMarked
package org.pabal.sessions.enrolment;

import org.jspecify.annotations.NullMarked;
