// SPDX-License-Identifier: Apache-2.0

/// The program: where the parts are made and joined by hand. Who calls whom stands in
/// {@link Server}; the roles that make it up are one class each.
@NullMarked
package org.pabal.server;

import org.jspecify.annotations.NullMarked;
