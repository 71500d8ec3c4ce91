// SPDX-License-Identifier: Apache-2.0

/// HTTP, server side: what the rest of the program sees of it. A request is a {@link
/// org.pabal.http.HttpExchange}, who answers it an {@link org.pabal.http.HttpHandler}. The engine
/// behind is a library and is named nowhere outside of this module.
@NullMarked
package org.pabal.http;

import org.jspecify.annotations.NullMarked;
