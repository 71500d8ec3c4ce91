// SPDX-License-Identifier: Apache-2.0

/// Where the parts are made and joined by hand: who calls whom stands in {@link Server} and in one
/// class for each role.
@NullMarked
package org.pabal.server.composition;

import org.jspecify.annotations.NullMarked;
