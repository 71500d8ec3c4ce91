// SPDX-License-Identifier: Apache-2.0

/// Where the parts are made and joined by hand: who calls whom stands in {@link Server} and in one
/// class for each role; {@link Transport} lists those that move mail, {@link WebRoles} those of HTTP,
/// {@link AccessDoors} the other doors. A role takes what it needs by its constructor, much of it as
/// {@link Ground}.
@NullMarked
package org.pabal.server.composition;

import org.jspecify.annotations.NullMarked;
