// SPDX-License-Identifier: Apache-2.0

/// What lasts: sessions and second factors, in the store.
@NullMarked
package org.pabal.sessions.kept;

import org.jspecify.annotations.NullMarked;
