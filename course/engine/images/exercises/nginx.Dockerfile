# A real nginx, as Debian builds it: a master, two workers, and a graceful stop on SIGQUIT like the official image.
ARG BASE
ARG SHELL_IMAGE
FROM ${SHELL_IMAGE} AS shell

FROM ${BASE} AS build
RUN apt-get -o Acquire::Check-Valid-Until=false update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nginx-light
COPY collect.sh /collect.sh
RUN bash /collect.sh /out /usr/sbin/nginx \
 && mkdir -p /out/etc/nginx /out/var/log/nginx /out/var/lib/nginx /out/usr/share/nginx/html \
 && cp /etc/nginx/mime.types /out/etc/nginx/ \
 && ln -s /dev/stdout /out/var/log/nginx/access.log && ln -s /dev/stderr /out/var/log/nginx/error.log
# What the shell image already has is not carried twice.
COPY --from=shell / /shell/
RUN cd /out && find . -type f | while read -r file; do [ ! -e "/shell/$file" ] || rm "$file"; done
COPY nginx.conf /out/etc/nginx/nginx.conf
COPY index.html /out/usr/share/nginx/html/index.html

FROM shell
COPY --from=build /out/ /
EXPOSE 80
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
