// SPDX-License-Identifier: Apache-2.0

/// What administrators may ask for and change, for a running server and for an opened store.
@NullMarked
package org.pabal.server.administration;

import org.jspecify.annotations.NullMarked;
