# layerlens in a container: docker run -it --rm -v /var/run/docker.sock:/var/run/docker.sock layerlens
FROM node:24-alpine AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-alpine
COPY --from=build /src/package.json /src/LICENSE /opt/layerlens/
COPY --from=build /src/dist /opt/layerlens/dist
COPY --from=build /src/assets/demo.tar /opt/layerlens/assets/
RUN ln -s /opt/layerlens/dist/main.js /usr/local/bin/layerlens
ENTRYPOINT ["layerlens"]
