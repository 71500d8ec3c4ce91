// SPDX-License-Identifier: Apache-2.0

/// Who is signed in with a browser, and how they proved it: sessions, second factors,
/// recovery codes.
@NullMarked
package org.pabal.sessions;

import org.jspecify.annotations.NullMarked;
